# Reference values for self-assessment, computed with other software.
# Usage: Rscript assessment_reference.R out.json   (R packages: psych, multilevel, boot, jsonlite)
suppressMessages({library(psych); library(multilevel); library(boot); library(jsonlite)})
out <- commandArgs(TRUE)[1]
# Twelve organisations (rows), four items of one domain (columns), scale 1 to 5; NA is no answer.
performance <- matrix(c(4,5,3,4, 2,3,2,1, 5,5,4,5, 3,3,3,2, 4,4,5,4, 1,2,1,2,
                        3,4,3,3, 5,4,4,5, 2,2,3,2, 4,3,4,4, 3,5,2,3, 4,4,4,1), ncol = 4, byrow = TRUE)
importance <- matrix(c(5,5,5,5, 4,5,3,4, 5,5,5,5, 5,4,4,4, 5,5,5,4, 3,3,2,4,
                       4,5,5,4, 5,5,4,5, 4,4,4,4, 3,4,4,5, 5,5,4,5, 5,4,5,3), ncol = 4, byrow = TRUE)
points <- 5
chance <- (points^2 - 1) / 12
# James, Demaree & Wolf (1984), the variance cut at that of chance, as rwg of multilevel does.
agreement <- apply(performance, 2, function(x) rwg(x, rep(1, length(x)), ranvar = chance)$rwg)
raw_alpha <- suppressWarnings(alpha(as.data.frame(performance), warnings = FALSE)$total$raw_alpha)
# Alpha on complete rows, with two organisations that left an item out.
holes <- performance; holes[1, 2] <- NA; holes[2, 3] <- NA
complete <- holes[complete.cases(holes), ]
alpha_complete <- suppressWarnings(alpha(as.data.frame(complete), warnings = FALSE)$total$raw_alpha)
# Paired bootstrap over organisations of the mean gap of each item and of the domain.
set.seed(20240501)
gaps <- cbind(importance - performance, rowMeans(importance) - rowMeans(performance))
interval <- function(x) {
  b <- boot(x, function(d, i) mean(d[i]), R = 200000)
  as.numeric(boot.ci(b, conf = .95, type = "perc")$percent[4:5])
}
ci <- t(apply(gaps, 2, interval))
write_json(list(
  software = list(R = R.version.string, psych = as.character(packageVersion("psych")),
                  multilevel = as.character(packageVersion("multilevel")),
                  boot = as.character(packageVersion("boot"))),
  points = points, performance = performance, importance = importance,
  agreement = as.numeric(agreement), cronbach_alpha = raw_alpha,
  cronbach_alpha_complete = alpha_complete, gap = colMeans(gaps),
  gap_low = ci[, 1], gap_high = ci[, 2]), out, auto_unbox = TRUE, digits = 12, pretty = TRUE)
