"""What an alliance fills in: the template workbook and the survey forms."""
