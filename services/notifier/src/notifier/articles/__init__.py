"""From what an editor sends to what may be shown: words as safe HTML, pictures written again."""
