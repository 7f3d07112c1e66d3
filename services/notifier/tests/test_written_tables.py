"""What an editor writes in Markdown is a page that everybody can read."""

from notifier.articles.markdown import html_of


def test_the_headings_of_a_written_table_say_whose_they_are():
    made = html_of("| Quartier | Ordures |\n|---|---|\n| Centre | mardi |\n")

    assert made.count('<th scope="col">') == 2
    assert "<td>mardi</td>" in made
