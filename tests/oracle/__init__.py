"""A second implementation of the methods, by the most literal loops.

Plain Python data in, plain numbers out: no array library, no graph library, nothing of
partnernet. It is slow on purpose: each function follows the sentence of the methods that it
witnesses, walks every dyad, triple, path or permutation, and shares no formula with the library
where a count can stand in for it.
"""
