"""`sekisho facts`: every fact that a law may test."""

from sekisho.cli.choices import Lang, Language


def facts(language: Lang = Language.EN) -> int:
    """List the facts that the law asks about, with their values and their questions."""
    from sekisho.law.facts import COUNTRIES, Facts
    from sekisho.law.register import CORPUS

    known = Facts.load(CORPUS / "law" / "facts.toml")
    for name in sorted(known.told):
        fact = known.told[name]
        values = (
            "a country, as ISO 3166-1 alpha-2 in lower case"
            if fact.values is COUNTRIES
            else ", ".join(sorted(fact.values or ()))
        )
        print(f"{name}  ({fact.type}{', ' + fact.unit if fact.unit else ''})")
        print(f"    {known.question(name, language)}")
        if values:
            print(f"    {values}")
        for group in sorted(fact.groups):
            print(f"    {group} = {', '.join(sorted(fact.groups[group]))}")
    return 0
