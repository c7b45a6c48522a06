"""The numbers: arrays in, arrays out. No Partnership, no DataFrame, no words.

Conventions, used by every function here:

- organisations are 0 … n−1; ``source`` and ``target`` are integer arrays, one entry a tie,
  no tie twice, no self-tie; undirected ties stand once with ``source < target``;
- ``codes`` gives each organisation's group, 0 … groups−1, or −1 where it has none;
- ``Dyads`` says which dyads were observed: what nobody could report is unknown, never 0;
- undefined is NaN.
"""
