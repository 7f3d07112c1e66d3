"""« Vérifier une décision », and what happens to the page of a file that was compared."""

import pytest
from doorstep.house import House


@pytest.mark.requirement("DM-16")
async def test_a_page_of_a_compared_file_leads_back_to_its_document_when_it_is_opened_again(house: House):
    """Another language chosen there comes back to its address, which only a form knew."""
    answer = await house.visit(house.town()).get("/verifier/ABCDE-FGHJK-MNPQR-STUVW", follow_redirects=False)

    assert answer.headers["location"] == "/verifier?code=ABCDE-FGHJK-MNPQR-STUVW"
