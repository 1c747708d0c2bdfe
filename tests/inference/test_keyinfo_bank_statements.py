"""Bank and card statements of several countries, invented."""

import pytest

from tests.inference.pages import page_of, result_of

CASES = {
    "american": (
        """
First Union Bank                                          Account Statement
PO Box 1, Charlotte NC
John Q Public                            Account Number: 000123456789
12 Elm St                                Statement Period: 01/01/2024 to 01/31/2024

ACCOUNT SUMMARY
Beginning Balance on 01/01/2024                        $2,500.00
Deposits and Additions                                  3,200.50
Withdrawals and Subtractions                           -1,750.25
Ending Balance on 01/31/2024                           $3,950.25
DATE     DESCRIPTION                 AMOUNT      BALANCE
01/03    PAYROLL ACME               3,200.50     5,700.50
01/05    RENT                      -1,500.00     4,200.50
01/09    GROCERY                     -250.25     3,950.25
""",
        {
            "bank": "First Union Bank",
            "account_number": "000123456789",
            "period_start": "2024-01-01",
            "period_end": "2024-01-31",
            "opening_balance": "2500.00",
            "closing_balance": "3950.25",
            "currency": "USD",
        },
    ),
    "british": (
        """
Riverside Bank PLC
Your current account statement
Mr A Smith                Sort code 20-00-00   Account no 12345678
                          IBAN GB33 BUKB 2020 1555 5555 55
01 March 2023 - 31 March 2023
Date     Description          Money out     Money in     Balance
1 Mar    Start balance                                   1,204.33
3 Mar    Card payment            45.10                   1,159.23
20 Mar   Salary                             2,000.00     3,159.23
31 Mar   End balance                                     3,159.23
""",
        {
            "account_number": "12345678",
            "iban": "GB33BUKB20201555555555",
            "period_start": "2023-03-01",
            "period_end": "2023-03-31",
            "opening_balance": "1204.33",
            "closing_balance": "3159.23",
            "bank": "Riverside Bank PLC",
        },
    ),
    "german": (
        """
Volksbank Musterstadt                         Kontoauszug 3/2022
Kontoinhaber: Max Mustermann                  IBAN: DE89 3704 0044 0532 0130 00
Zeitraum: 01.03.2022 - 31.03.2022             BIC: COBADEFFXXX
Kontostand am 01.03.2022 / Alter Saldo                     1.250,00 EUR
Buchung   Verwendungszweck            Betrag
02.03.    Miete                      -800,00
15.03.    Gehalt                    2.300,00
Neuer Saldo am 31.03.2022                                  2.750,00 EUR
""",
        {
            "iban": "DE89370400440532013000",
            "period_start": "2022-03-01",
            "period_end": "2022-03-31",
            "opening_balance": "1250.00",
            "closing_balance": "2750.00",
            "currency": "EUR",
            "bank": "Volksbank Musterstadt",
        },
    ),
    "french": (
        """
BANQUE EXEMPLE                        RELEVÉ DE COMPTE
Titulaire: Mme Martin                   N° de compte 12345678901
du 01/05/2021 au 31/05/2021
Date    Libellé                 Débit        Crédit
        SOLDE PRÉCÉDENT AU 30/04/2021         1 500,00
03/05   PRLV ELEC                 60,00
10/05   VIR SALAIRE                           2 000,00
        NOUVEAU SOLDE AU 31/05/2021           3 440,00
""",
        {
            "account_number": "12345678901",
            "period_start": "2021-05-01",
            "period_end": "2021-05-31",
            "opening_balance": "1500.00",
            "closing_balance": "3440.00",
        },
    ),
    "dutch": (
        """
Gracht Bank N.V.                    Rekeningafschrift
Rekeningnummer NL91 ABNA 0417 1643 00
Periode 01-01-2023 t/m 31-01-2023
Beginsaldo            € 500,00
Datum   Omschrijving        Af / Bij   Bedrag
05-01   Buurt Super        Af          45,00
25-01   Salaris             Bij       2.100,00
Eindsaldo           € 2.555,00
""",
        {
            "iban": "NL91ABNA0417164300",
            "period_start": "2023-01-01",
            "period_end": "2023-01-31",
            "opening_balance": "500.00",
            "closing_balance": "2555.00",
            "currency": "EUR",
            "bank": "Gracht Bank N.V.",
        },
    ),
    "card": (
        """
Summit Credit Card Statement
Account ending in 4321
Statement closing date   May 14, 2023
Opening/Closing Date   04/15/23 - 05/14/23
Previous Balance                    $1,120.45
Payment, Credits                   -$1,120.45
Purchases                            +$640.12
Fees Charged                           $0.00
New Balance                           $640.12
Minimum Payment Due                    $35.00
Payment Due Date                   06/11/23
Credit Limit                       $10,000
""",
        {
            "opening_balance": "1120.45",
            "closing_balance": "640.12",
            "due_date": "2023-06-11",
            "period_start": "2023-04-15",
            "period_end": "2023-05-14",
            "minimum_due": "35.00",
            "currency": "USD",
        },
    ),
    "singapore": (
        """
Straits Bank Ltd
CONSOLIDATED STATEMENT                     as at 31 Aug 2022
Account No. 012-345678-9
Date     Description         Withdrawal(-)   Deposit(+)   Balance
         Balance Brought Forward   SGD                   3,000.00
02 Aug   GIRO                    120.00                  2,880.00
28 Aug   Salary                              4,000.00    6,880.00
         Balance Carried Forward   SGD                   6,880.00
""",
        {
            "opening_balance": "3000.00",
            "closing_balance": "6880.00",
            "account_number": "012-345678-9",
            "currency": "SGD",
            "period_end": "2022-08-31",
            "bank": "Straits Bank Ltd",
        },
    ),
    "australian": (
        """
SOUTHERN BANK                               Statement 12 (Page 1 of 3)
Account Number 06 2000 12345678
Statement Period 1 Jul 2022 - 31 Dec 2022
Closing Balance $4,321.09 CR
Date    Transaction            Debit    Credit    Balance
01 Jul  2022 OPENING BALANCE                     $1,000.00 CR
05 Jul  Transfer                 100.00           $900.00 CR
31 Dec  2022 CLOSING BALANCE                     $4,321.09 CR
""",
        {
            "opening_balance": "1000.00",
            "closing_balance": "4321.09",
            "period_start": "2022-07-01",
            "period_end": "2022-12-31",
            "account_number": "06 2000 12345678",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_fields(text: str, expected: dict[str, str]) -> None:
    result = result_of(page_of(text))
    assert result.kind == "bank_statement", result.kind_reason
    values = {field.name: field.value for field in result.fields}
    assert {name: values.get(name) for name in expected} == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES.keys())
def test_what_adds_up_is_not_said_to_fail(text: str) -> None:
    checks = result_of(page_of(text)).checks
    assert not [check for check in checks if check.passed is False and check.name != "vat_number"]
