import pytest

from chassis.pages import Organisation, PageContext, Pages


@pytest.fixture(scope="session")
def pages() -> Pages:
    return Pages()


@pytest.fixture
def page() -> PageContext:
    return PageContext(organisation=Organisation(name="Ville de Plassans", slug="plassans"), csrf_token="jeton")
