"""One file a question: arrays from a partnership, kernels, an answer. Measures are independent."""
