"""Text that would do harm if a page or a spreadsheet took it for more than text."""

TITLE = "</title><script>document.title='owned'</script>"
NAME = "<img src=x onerror=alert(1)>"
NAMES = (NAME, '=HYPERLINK("http://evil.example")', "+1+cmd|' /C calc'!A0", "@SUM(1)", '"><svg onload=alert(2)>')
NOTE = "{{ 7 * 7 }} </style><script>alert(3)</script> ]]> & \" '"
