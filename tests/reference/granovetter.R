# The network of 25 in Figure 1 of Everett & Valente (2016), after Granovetter (1973): betweenness
# of R's igraph in their formula, and the fall of mean 1/d when each tie goes (Valente & Fujimoto
# 2010) from igraph's distances. Prints the values held in tests/kernels/test_bridges.py.
suppressMessages(library(igraph))
cat(R.version.string, "igraph", as.character(packageVersion("igraph")), "\n")
ties <- matrix(c(
  1, 2, 1, 3, 1, 24, 2, 3, 2, 4, 3, 4, 3, 5, 4, 5, 4, 6, 5, 6, 6, 7, 7, 8, 8, 9, 8, 10, 8, 11,
  8, 14, 9, 10, 10, 11, 11, 12, 11, 13, 11, 14, 12, 14, 12, 13, 13, 14, 13, 15, 15, 16, 15, 17,
  16, 17, 17, 18, 18, 19, 18, 20, 18, 21, 19, 20, 20, 21, 20, 22, 20, 25, 22, 25, 22, 23, 23, 25,
  23, 24, 24, 25), ncol = 2, byrow = TRUE)
g <- graph_from_edgelist(ties, directed = FALSE)
n <- vcount(g)
b <- betweenness(g)
cat(sprintf("%.6f", ifelse(b == 0, 0, (2 * b + n - 1) / degree(g))), "\n")
near <- function(h) { d <- distances(h); diag(d) <- Inf; sum(1 / d) / (n * (n - 1)) }
loss <- sapply(seq_len(ecount(g)), function(i) near(g) - near(delete_edges(g, i)))
cat(sprintf("%.8f", sapply(seq_len(n), function(v) mean(loss[rowSums(ties == v) > 0]))), "\n")
