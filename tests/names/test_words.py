"""The tables of words: read, laid out, and kept in order."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sekisho.names.analyse import Analyser
from sekisho.names.normal import fold
from sekisho.names.script import Script, scripts
from sekisho.names.words import FILES, KIN, Kind, Token, Words

CORPUS = Path(__file__).resolve().parents[2] / "sekisho" / "corpus"
FOLDER = CORPUS / "words"
WORDS = Words.load(FOLDER)


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_words_with_ways_that_are_written_once(name: str) -> None:
    content = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    seen: dict[str, str] = {}
    for word, ways in content.items():
        assert word == fold(word), f"{name}: {word} stands as it is folded"
        assert isinstance(ways, list), f"{name}: {word}"
        for way in (word, *(way for way in ways if not way.startswith(KIN))):
            written = fold(way) + "*" * way.endswith("*")
            assert written.strip("*"), f"{name}: {way!r} of {word} has no letters"
            assert seen.setdefault(written, word) == word, f"{name}: {way} of {word} and of {seen[written]}"


@pytest.mark.parametrize("name", FILES)
def test_every_way_of_a_word_leads_to_the_same_tokens(name: str) -> None:
    """Unless another file, or a longer way of the same, decides first."""
    earlier: set[str] = set()
    for file in FILES:
        if file == name:
            break
        for word, ways in tomllib.loads((FOLDER / file).read_text(encoding="utf-8")).items():
            earlier.update(map(fold, (word, *ways)))
    table = {
        **WORDS.latin.single,
        **WORDS.others.single,
        **WORDS.others.glued,
        **WORDS.others.stems,
    }
    for word, ways in tomllib.loads((FOLDER / name).read_text(encoding="utf-8")).items():
        expected = WORDS.latin.single.get(word)
        for way in (fold(way) for way in ways if not way.startswith(KIN)):
            if expected is not None and way in table and way not in earlier and word not in earlier:
                assert table[way] == expected, f"{name}: {way} of {word}"


def test_names_are_translated_into_at_least_six_scripts() -> None:
    content = tomllib.loads((FOLDER / "translated.toml").read_text(encoding="utf-8"))
    found = {script for ways in content.values() for way in ways for script in scripts(way)}
    expected = {Script.LATIN, Script.HAN, Script.KATAKANA, Script.HANGUL, Script.CYRILLIC, Script.ARABIC}
    assert expected <= found
    assert len(content) >= 150


def test_a_word_of_several_parts_is_parts_of_their_own_kinds(tmp_path: Path) -> None:
    own = write(tmp_path, '"acme electronics" = ["艾克米电子"]\n')
    found = Words.load(FOLDER, own).others.glued["艾克米电子"]
    assert found == (Token("acme", Kind.NAME), Token("electronic", Kind.DESCRIPTOR))


def test_the_users_own_file_goes_before_the_rest(tmp_path: Path) -> None:
    own = write(tmp_path, 'dawa = ["大華"]\n"two words" = ["斯巴鲁"]\n')
    analyser = Analyser.load(CORPUS, own)
    assert analyser.analyse("大华技术").tokens == (
        Token("dawa", Kind.NAME),
        Token("technology", Kind.DESCRIPTOR),
    )
    assert [token.text for token in analyser.analyse("斯巴鲁").tokens] == ["2", "words"]


@pytest.mark.parametrize(
    ("way", "of", "not_of"),
    [
        ("нов*", "нов новая новый нового новых", "новиков новатор новгород"),
        ("мир*", "мир мире миру миром", "миронов мирослав миранда"),
        ("продукт*", "продукты продуктов продуктовый продуктового", "продуктивист"),
        ("рязан*", "рязань рязани рязанский рязанского", "рязанцев"),
        ("бренд*", "бренд бренда брендов", "брендбанк брендова"),
        ("київ*", "київ київський київська", "київенко"),
        ("радио*", "радио радиозавод радиосвязь", "рад"),
        ("belarusk*", "belarusk belaruskiy belaruskaja belaruskogo", "belaruskali belaruskalij"),
        ("gosudarstvenn*", "gosudarstvennoye gosudarstvennyy gosudarstvennykh", "gosudarstvennost"),
        ("mashinostroit*", "mashinostroitelnyy mashinostroitelny mashinostroitelnogo", "mashinostroitrest"),
        ("Abkhaz*", "abkhazov abkhazskaya abkhazia", "abkhazovskaya abkhazbank"),
    ],
)
def test_an_asterisk_stands_for_the_endings_of_slavic_words(
    tmp_path: Path, way: str, of: str, not_of: str
) -> None:
    words = Words.load(FOLDER, write(tmp_path, f'foo = ["{way}"]\n'))
    table = words.latin if way.isascii() else words.others
    foo = (Token("foo", Kind.NAME),)
    assert [word for word in of.split() if table.of(fold(word)) != foo] == []
    assert [word for word in not_of.split() if table.of(fold(word)) == foo] == []


def test_a_way_after_a_tilde_is_near_the_word_and_not_the_same(tmp_path: Path) -> None:
    words = Words.load(FOLDER, write(tmp_path, 'foo = ["~bar", "baz"]\n'))
    assert words.kin["foo"] == ["bar"]
    assert "bar" not in words.latin.single
    assert words.latin.single["baz"] == (Token("foo", Kind.NAME),)


@pytest.mark.parametrize(
    "text", ['one = ["x"]\ntwo = ["X"]\n', 'one = ["华为"]\ntwo = ["華為"]\n', 'one = ["о*"]\ntwo = ["О*"]\n']
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="stands under 'one' and under 'two'"):
        _ = Words.load(FOLDER, write(tmp_path, text)).others
