"""What hovers tell, as paragraphs of Markdown: one module for each kind of thing; knows no message of LSP."""
