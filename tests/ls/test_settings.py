"""What a client sets, however it says so; and that nothing runs where a person does not trust the workspace."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ls.wire import Message, Wire

from gage_ls.settings import ServerSettings, read_settings

TEXT = '[train]\nexec = "python -c \'open(\\"executed\\", \\"w\\")\'"\n'
REFUSAL = "'gage.trust' is false"


@pytest.mark.parametrize(
    ("sent", "trust", "wrong"),
    [
        (None, True, ""),
        ({}, True, ""),
        ({"trust": False}, False, ""),
        ({"gage": {"trust": False}}, False, ""),
        ({"gage": None}, True, ""),
        ({"gage": {"trust": None}}, True, ""),
        ({"gage": {"interpreter": ["python3"], "trust": True}}, True, ""),
        ({"other": {"trust": False}}, True, ""),
        ({"trust": "no"}, False, "'gage.trust' must be true or false, not \"no\"; it is taken for false"),
        ({"gage": {"trust": 1}}, False, "'gage.trust' must be true or false, not 1; it is taken for false"),
        ({"gage": [1]}, True, "the settings in 'gage' must be an object, not [1]"),
        ("trust", True, "the settings in 'gage' must be an object, not \"trust\""),
    ],
)
def test_settings_are_read_from_what_clients_send(sent: Any, trust: bool, wrong: str) -> None:
    assert read_settings(sent, ServerSettings()) == (ServerSettings(trust=trust), (wrong,) if wrong else ())


def test_what_is_not_spoken_of_stays() -> None:
    assert read_settings({}, ServerSettings(trust=False)).settings == ServerSettings(trust=False)


def run(wire: Wire, gagefile: Path) -> Message:
    arguments = [{"uri": gagefile.as_uri(), "operation": "train"}]
    return wire.answer(wire.begin("workspace/executeCommand", {"command": "gage.run", "arguments": arguments}))


def by_options(wire: Wire, trust: Any) -> None:
    wire.initialize(initializationOptions={"gage": {"trust": trust}})


def by_push(wire: Wire, trust: Any) -> None:
    wire.initialize()
    wire.notify("workspace/didChangeConfiguration", {"settings": {"gage": {"trust": trust}}})


def by_pull(wire: Wire, trust: Any) -> None:
    def configuration(params: Any) -> Any:
        assert params == {"items": [{"section": "gage"}]}
        time.sleep(0.2)  # a run that is asked for sooner waits
        return [{"trust": trust}]

    wire.answers["workspace/configuration"] = configuration
    wire.initialize({"workspace": {"configuration": True}})


@pytest.mark.parametrize("say", [by_options, by_push, by_pull])
@pytest.mark.parametrize("trust", [False, "no"])
def test_nothing_is_run_without_trust(say: Callable[[Wire, Any], None], trust: Any, gagefile: Path) -> None:
    gagefile.write_text(TEXT)
    with Wire() as wire:
        say(wire, trust)
        assert REFUSAL in run(wire, gagefile)["error"]["message"]
    assert not list(gagefile.parent.glob(".gage/runs/*"))


@pytest.mark.parametrize("command", ["gage.run", "gage.stage", "gage.preview", "gage.rerun", "gage.start"])
def test_no_command_that_runs_is_carried_out_without_trust(command: str, gagefile: Path) -> None:
    gagefile.write_text(TEXT)
    named = {"uri": gagefile.as_uri(), "operation": "train", "run": "01890000-0000-7000-8000-000000000000"}
    with Wire() as wire:
        by_options(wire, False)
        assert REFUSAL in wire.refused("workspace/executeCommand", {"command": command, "arguments": [named]})
    assert not list(gagefile.parent.glob(".gage/runs/*"))


@pytest.mark.parametrize("say", [by_options, by_push, by_pull])
def test_with_trust_runs_are_made(say: Callable[[Wire, Any], None], gagefile: Path) -> None:
    gagefile.write_text(TEXT)
    with Wire() as wire:
        say(wire, True)
        assert run(wire, gagefile)["result"]["name"]


def test_trust_that_is_taken_away_and_given_back_counts_at_once(gagefile: Path) -> None:
    gagefile.write_text(TEXT)
    trust = [True]
    answers = {"workspace/configuration": lambda _params: [{"trust": trust[0]}]}
    can = {"workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}}
    with Wire(answers=answers) as wire:
        wire.initialize(can)
        assert "result" in run(wire, gagefile)
        trust[0] = False
        wire.notify("workspace/didChangeConfiguration", {"settings": None})
        assert REFUSAL in run(wire, gagefile)["error"]["message"]
        trust[0] = True
        wire.notify("workspace/didChangeConfiguration", {"settings": None})
        assert "result" in run(wire, gagefile)
        (registered,) = [
            message["params"]["registrations"]
            for message in wire.asked
            if message["method"] == "client/registerCapability"
        ]
    assert [(one["method"], one["registerOptions"]) for one in registered] == [
        ("workspace/didChangeConfiguration", {"section": "gage"})
    ]


def test_a_client_that_has_no_settings_is_not_asked_and_one_that_answers_nothing_has_none(gagefile: Path) -> None:
    gagefile.write_text(TEXT)
    with Wire() as wire:
        wire.initialize()
        assert "result" in run(wire, gagefile)
        assert wire.asked == []
    for answer in (None, [], [None], {}):
        with Wire(answers={"workspace/configuration": lambda _params, answer=answer: answer}) as wire:
            wire.initialize({"workspace": {"configuration": True}})
            assert "result" in run(wire, gagefile)


def test_a_wrong_setting_is_told_once_in_words() -> None:
    with Wire() as wire:
        wire.initialize(initializationOptions={"trust": "no"})
        for _ in range(3):
            wire.notify("workspace/didChangeConfiguration", {"settings": {"gage": {"trust": "no"}}})
        wire.notify("workspace/didChangeConfiguration", {"settings": 7})
        assert wire.ask("shutdown") is None
        shown = [m["params"] for m in wire.received if m.get("method") == "window/showMessage"]
    assert [message["message"] for message in shown] == [
        "gage: 'gage.trust' must be true or false, not \"no\"; it is taken for false",
        "gage: the settings in 'gage' must be an object, not 7",
    ]
    assert {message["type"] for message in shown} == {2}
