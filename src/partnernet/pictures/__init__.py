"""Pictures: arrays in, marks out, and two thin painters of marks.

A picture function, one file a question, turns arrays and labels into a `Picture`: outlines, marks
and words at places, with roles instead of colours. ``svg.paint`` writes it for a page,
``axes.paint`` onto matplotlib Axes; nothing is drawn twice.
"""
