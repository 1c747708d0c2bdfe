"""Reports in other languages than English, invented: taken for reports, with company, title, period and figures."""

import pytest

from tests.inference.pages import page_of, result_of

CASES: dict[str, tuple[tuple[str, ...], dict[str, str], dict[tuple[str, str], str]]] = {
    "dutch": (
        (
            """
Waterhoek N.V.
Jaarverslag 2024
Geconsolideerde winst- en verliesrekening over 2024
(in duizenden euro's)                    2024        2023
Netto-omzet                            88.120      84.300
Bedrijfsresultaat                       9.120       8.700
Nettoresultaat                          6.500       6.010
""",
            """
Geconsolideerde balans per 31 december 2024
(in duizenden euro's)            31 december 2024     31 december 2023
Liquide middelen                        4.120                3.900
Totaal activa                          60.120               58.010
Eigen vermogen                         30.100               28.000
""",
        ),
        {
            "company": "Waterhoek N.V.",
            "form_type": "Jaarverslag",
            "period_end": "2024-12-31",
            "currency": "EUR",
            "scale": "thousands",
        },
        {
            ("revenue", "2024-12-31"): "88120",
            ("net_income", "2023-12-31"): "6010",
            ("cash", "2024-12-31"): "4120",
        },
    ),
    "french": (
        (
            """
Lumière Optique S.A.
Rapport annuel 2024
""",
            """
Compte de résultat consolidé
(en millions d'euros)                      Exercice clos le 31 décembre
                                   Notes        2024         2023
Chiffre d'affaires                   4       3 120,5      2 990,1
Résultat opérationnel                          310,2        280,4
Résultat net                                   201,1        180,0
Résultat net par action dilué (en euros)        2,01         1,80
""",
        ),
        {
            "company": "Lumière Optique S.A.",
            "form_type": "Rapport annuel",
            "period_end": "2024-12-31",
            "currency": "EUR",
            "scale": "millions",
        },
        {
            ("revenue", "2024-12-31"): "3120.5",
            ("net_income", "2023-12-31"): "180.0",
            ("diluted_eps", "2024-12-31"): "2.01",
        },
    ),
    "german_half_year": (
        (
            """
Rheinwerk SE
Halbjahresfinanzbericht 2024
Konzern-Gewinn- und Verlustrechnung
für die Zeit vom 1. Januar bis 30. Juni
in Mio. €                          1. Halbjahr 2024     1. Halbjahr 2023
Umsatzerlöse                              5.120,1              4.990,0
Ergebnis vor Zinsen und Steuern (EBIT)      410,2                380,1
Konzernergebnis                             260,5                240,0
Ergebnis je Aktie (verwässert) in €          1,31                 1,20
""",
        ),
        {
            "company": "Rheinwerk SE",
            "form_type": "Halbjahresfinanzbericht",
            "period_end": "2024-06-30",
            "currency": "EUR",
            "scale": "millions",
        },
        {
            ("revenue", "2024-06-30"): "5120.1",
            ("operating_income", "2023-06-30"): "380.1",
            ("net_income", "2024-06-30"): "260.5",
            ("diluted_eps", "2023-06-30"): "1.20",
        },
    ),
    "german": (
        (
            """
Nordheim Antriebe SE
Geschäftsbericht 2023/24
""",
            """
Konzern-Gewinn- und Verlustrechnung
für das Geschäftsjahr vom 1. Oktober 2023 bis 30. September 2024
in TEUR
                                             Anhang      2023/24      2022/23
1. Umsatzerlöse                                   5      284.617      268.146
Ergebnis der betrieblichen Tätigkeit (EBIT)               28.896       21.203
Konzernergebnis                                           18.288       17.265
Ergebnis je Aktie, unverwässert (in EUR)         11         1,47         1,36
Ergebnis je Aktie, verwässert (in EUR)           11         1,45         1,34
""",
            """
Konzernbilanz zum 30. September 2024
Aktiva (in TEUR)
                                     Anhang     30.09.2024      30.09.2023
Zahlungsmittel                           20         21.096          18.731
Bilanzsumme                                        259.351         268.271
Passiva (in TEUR)
                                  Anhang     30.09.2024        30.09.2023
Summe Eigenkapital                    21        120.514           174.721
Summe Schulden                                  138.837            93.550
Bilanzsumme                                     259.351           268.271
""",
            """
Konzern-Kapitalflussrechnung
in TEUR                                          2023/24      2022/23
Konzernergebnis                                   18.288       17.265
Cashflow aus betrieblicher Tätigkeit              37.239       34.081
Auszahlungen für Investitionen in Sachanlagen    –21.340      –16.812
""",
        ),
        {
            "company": "Nordheim Antriebe SE",
            "form_type": "Geschäftsbericht",
            "period_end": "2024-09-30",
            "currency": "EUR",
            "scale": "thousands",
        },
        {
            ("revenue", "2024-09-30"): "284617",
            ("operating_income", "2023-09-30"): "21203",
            ("diluted_eps", "2024-09-30"): "1.45",
            ("equity", "2024-09-30"): "120514",
            ("total_liabilities", "2023-09-30"): "93550",
            ("operating_cash_flow", "2024-09-30"): "37239",
            ("capital_expenditure", "2023-09-30"): "-16812",
        },
    ),
}


@pytest.mark.parametrize(("pages", "fields", "figures"), CASES.values(), ids=CASES.keys())
def test_reads_a_report_in_its_language(
    pages: tuple[str, ...], fields: dict[str, str], figures: dict[tuple[str, str], str]
) -> None:
    result = result_of(*(page_of(text, number) for number, text in enumerate(pages, start=1)))
    assert result.kind == "report"
    assert {field.name: field.value for field in result.fields if field.name in fields} == fields
    found = {(figure.name, figure.period_end): str(figure.value) for figure in result.figures}
    assert {key: found.get(key) for key in figures} == figures
