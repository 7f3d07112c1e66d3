from chassis.figures import grouped


def test_long_numbers_are_parted_by_thousands():
    assert [grouped(number) for number in (150, 5_000, 10_000, 100_000)] == [
        "150",
        "5000",
        "10\u00a0000",
        "100\u00a0000",
    ]
