"""A session from its first byte to its end: with clients that send nonsense, take everything back, or die."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from ls.editor import PATIENCE, SERVER
from ls.wire import Message, Wire, encoded, frame, next_message

URI = "file:///nowhere/gage.toml"
BROKEN = '[train]\nexce = "x"\n'
START = {"processId": None, "rootUri": None, "capabilities": {}}


def test_a_client_that_shuts_down_and_says_exit_is_left_with_0() -> None:
    with Wire() as wire:
        wire.initialize()
        assert wire.ask("shutdown") is None
        assert "shut down" in wire.refused("textDocument/codeLens", {"textDocument": {"uri": URI}})
        wire.notify("exit")
        assert wire.exit_code() == 0
        assert wire.complaints() == ""


@pytest.mark.parametrize("is_initialized", [False, True])
def test_exit_without_shutdown_is_1(is_initialized: bool) -> None:
    with Wire() as wire:
        if is_initialized:
            wire.initialize()
        wire.notify("exit")
        assert wire.exit_code() == 1


def test_nothing_is_answered_before_initialize_and_initialize_comes_once() -> None:
    with Wire() as wire:
        arguments = [{"uri": URI, "operation": "train"}]
        assert "not initialized" in wire.refused(
            "workspace/executeCommand", {"command": "gage.run", "arguments": arguments}
        )
        wire.open(URI, BROKEN)
        wire.initialize()
        assert "initialized already" in wire.refused("initialize", START)
        assert wire.ask("textDocument/codeLens", {"textDocument": {"uri": URI}}) is None


NONSENSE = [
    b"hello\r\n",
    b"\x00\x01\xff\n\r\n\r\n",
    frame(b"not json"),
    frame(b""),
    frame(b"\xff\xfe\xfd"),
    frame(b"[" * 100_000),
    frame(b"9" * 10_000),
    frame(b"[]"),
    frame(b"null"),
    frame(b'"text"'),
    frame(b"{}"),
    frame(b'{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}'),
    frame(b'{"jsonrpc": "2.0"}'),
    frame(b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}'),
    frame(b'{"jsonrpc": "2.0", "id": true, "method": "shutdown"}'),
    frame(b'{"jsonrpc": "2.0", "id": 1.5, "method": "shutdown"}'),
    frame(b'{"jsonrpc": "2.0", "id": 77, "method": ["shutdown"]}'),
    frame(b'{"jsonrpc": "2.0", "id": 77, "method": null}'),
    frame(b'{"jsonrpc": "2.0", "method": "no/such/notification"}'),
    frame(b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 1}}'),
    frame(b'{"jsonrpc": "2.0", "method": "textDocument/didChange"}'),
    frame(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 4711}}'),
    frame(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": {}}}'),
    frame(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": []}'),
    frame(b'{"jsonrpc": "2.0", "id": "unknown", "result": null}'),
    frame(b'{"jsonrpc": "2.0", "id": null, "error": {"code": 1, "message": "x"}}'),
    frame(b'{"jsonrpc": "2.0", "id": [], "error": "x"}'),
    b"Content-Length: 3\r\n\r\n{}\r\n",
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_the_server_goes_on_after_nonsense(nonsense: bytes, shared_wire: Wire) -> None:
    shared_wire.send(nonsense)
    uri = f"file:///nonsense/{NONSENSE.index(nonsense)}/gage.toml"
    shared_wire.open(uri, BROKEN)
    assert [problem["code"] for problem in shared_wire.problems(uri)] == ["unknown-key"]
    assert not [message for message in shared_wire.received if message.get("method") == "window/showMessage"]


@pytest.fixture(scope="module")
def shared_wire() -> Any:
    with Wire() as wire:
        wire.initialize()
        yield wire
        wire.ask("shutdown")
        wire.notify("exit")
        assert wire.exit_code() == 0
        assert "Traceback" not in wire.complaints()


def test_nonsense_without_end_does_not_stop_a_server_whose_complaints_nobody_reads() -> None:
    command = [*SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        sent = encoded({"id": 1, "method": "initialize", "params": START})
        sent += (
            b"nonsense " * 10 + b"\n" + encoded({"method": "no/such"}) + encoded({"method": "$/cancelRequest"})
        ) * 2_000
        sent += encoded({"id": 2, "method": "shutdown"}) + encoded({"method": "exit"})
        threading.Thread(target=lambda: process.stdin.write(sent) and process.stdin.flush(), daemon=True).start()
        assert next_message(process.stdout)
        last = next_message(process.stdout)
        assert last
        assert last["id"] == 2
        assert process.wait(PATIENCE) == 0


def test_what_cannot_be_read_is_answered_as_an_error_of_nobody(shared_wire: Wire) -> None:
    shared_wire.send(frame(b"{"))
    shared_wire.send(frame(b"[]"))
    codes = [-32700, -32600]
    for code in codes:
        found = shared_wire.until(lambda message, code=code: message.get("error", {}).get("code") == code)
        assert found["id"] is None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"Content-Length: 99999999999999\r\n\r\n", "no editor sends"),
        (b"x" * 100_000, "without a message"),
        (b"POST / HTTP/1.1\r\nContent-Length: 40\r\n\r\n", "HTTP"),
    ],
)
def test_what_is_no_client_ends_the_session_in_words(sent: bytes, words: str) -> None:
    with Wire() as wire:
        wire.send(sent)
        assert wire.exit_code() == 1
        complaints = wire.complaints()
        assert words in complaints
        assert "Traceback" not in complaints


@pytest.mark.parametrize(
    "before", [b"", b"Content-Le", b"Content-Length: 100\r\n\r\n{", encoded({"id": 1, "method": "initialize"})]
)
def test_a_client_that_hangs_up_anywhere_leaves_nothing_behind(before: bytes) -> None:
    with Wire() as wire:
        wire.send(before)
        wire.hang_up()
        assert wire.exit_code() == 1
        assert "Traceback" not in wire.complaints()


def test_a_client_that_reads_no_more_leaves_nothing_behind() -> None:
    reads, writes = os.pipe()
    process = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=writes, stderr=subprocess.PIPE)
    os.close(writes)
    os.close(reads)
    assert process.stdin
    assert process.stderr
    process.stdin.write(encoded({"id": 1, "method": "initialize", "params": START}))
    process.stdin.flush()
    assert process.wait(PATIENCE) == 1  # although standard input is still open
    assert b"Traceback" not in process.stderr.read()
    process.communicate()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that cannot be read to its end")
def test_a_client_that_hangs_up_while_a_file_is_read_leaves_nothing_behind(tmp_path: Path) -> None:
    run_id = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"
    meta = tmp_path / f"{run_id}.meta"
    meta.mkdir()
    os.mkfifo(meta / "opref")
    with Wire() as wire:
        wire.initialize()
        wire.begin("gage/run", {"id": run_id, "runsDir": str(tmp_path)})
        assert wire.ask("textDocument/codeLens", {"textDocument": {"uri": URI}}) is None  # it is on its way
        wire.hang_up()
        assert wire.exit_code() == 1


@pytest.mark.parametrize("told_by", ["initialize", "--clientProcessId"])
def test_a_client_that_is_killed_leaves_no_process_behind(told_by: str) -> None:
    # Another process, this one, has the server's input open as well: it does not end with the client.
    reads, writes = os.pipe()
    client = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    by_argument = told_by != "initialize"
    arguments = [f"--clientProcessId={client.pid}"] if by_argument else []
    server = subprocess.Popen([*SERVER, *arguments], stdin=reads, stdout=subprocess.PIPE)
    assert server.stdout
    params = {**START, "processId": None if by_argument else client.pid}
    os.write(writes, encoded({"id": 1, "method": "initialize", "params": params}))
    assert next_message(server.stdout)
    time.sleep(0.1)
    assert server.poll() is None
    client.kill()
    client.communicate()
    assert server.wait(PATIENCE) == 1
    server.communicate()
    for end in (reads, writes):
        os.close(end)


def test_a_process_that_cannot_be_seen_is_not_waited_for() -> None:
    with Wire() as wire:
        wire.initialize(processId=2**22 + 1)
        assert wire.ask("textDocument/codeLens", {"textDocument": {"uri": URI}}) is None


def test_everything_can_be_taken_back() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.open(URI, "".join(f'[op{n}]\nexec = "a"\n' for n in range(3_000)))
        question = {"textDocument": {"uri": URI}}
        sent = []
        for _ in range(300):
            sent.append(wire.begin("textDocument/codeLens", question))
            wire.notify("$/cancelRequest", {"id": sent[-1]})
        answers = [wire.answer(request) for request in sent]
        taken_back = [answer for answer in answers if answer.get("error", {}).get("code") == -32800]
        assert all("result" in answer or answer in taken_back for answer in answers)
        assert taken_back
        assert len({lens["range"]["start"]["line"] for lens in wire.ask("textDocument/codeLens", question)}) == 3_000
        wire.ask("shutdown")
        wire.notify("exit")
        assert wire.complaints() == ""


def test_a_request_that_waits_is_taken_back_before_anything_is_done_for_it() -> None:
    with Wire() as wire:
        opened = {"uri": URI, "languageId": "", "version": 1, "text": "x = 1\n" * 100}
        messages: list[Message] = [
            {"id": 1, "method": "initialize", "params": START},
            {"method": "textDocument/didOpen", "params": {"textDocument": opened}},
            {"id": 2, "method": "textDocument/codeLens", "params": {"textDocument": {"uri": URI}}},
            {"method": "$/cancelRequest", "params": {"id": 2}},
            {"id": 3, "method": "shutdown"},
            {"method": "$/cancelRequest", "params": {"id": 3}},
            {"method": "exit"},
        ]
        wire.send(b"".join(map(encoded, messages)))
        assert wire.exit_code() == 0
        assert wire.answer(2)["error"]["code"] == -32800
        assert wire.answer(3)["result"] is None  # too late, or not to be taken back: the client must know that it ends


def test_a_lone_half_of_a_character_is_a_character() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.open(URI, '[a]\nexce = "x"\n')
        here = {"start": {"line": 1, "character": 8}, "end": {"line": 1, "character": 8}}
        wire.change(URI, 2, {"range": here, "text": "\ud83d"})
        (problem,) = wire.problems(URI, 2)
        assert problem["range"]["start"] == {"line": 1, "character": 0}
        there = {"start": {"line": 1, "character": 9}, "end": {"line": 1, "character": 9}}
        wire.change(URI, 3, {"range": there, "text": "\ude00"})
        assert wire.problems(URI, 3)


# ---- the command line


def tcp_server(*arguments: str) -> tuple[subprocess.Popen[bytes], int, str]:
    process = subprocess.Popen([*SERVER, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = ""
    while "listening" not in said:
        said += process.stderr.readline().decode()
    return process, int(said.split("for one client")[0].rpartition(":")[2]), said


@pytest.mark.parametrize("address", ["0", "127.0.0.1:0", "localhost:0"])
def test_one_client_is_served_over_a_connection(address: str) -> None:
    process, port, said = tcp_server("--tcp", address)
    assert "warning" not in said
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rwb") as stream:
        stream.write(encoded({"id": 1, "method": "initialize", "params": START}))
        stream.flush()
        answer = next_message(stream)
        assert answer
        assert answer["result"]["serverInfo"]["name"] == "gage-ls"
        with pytest.raises(OSError):  # noqa: PT011 - what it is called depends on the platform
            socket.create_connection(("127.0.0.1", port), timeout=1)
    assert process.wait(PATIENCE) == 1
    process.communicate()


def test_a_web_page_is_not_let_in() -> None:
    process, port, _ = tcp_server("--tcp", "0")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        body = encoded({"id": 1, "method": "initialize", "params": START})
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n" + body)
        assert connection.recv(1000) == b""
    assert process.wait(PATIENCE) == 1
    process.communicate()


def test_an_address_that_others_can_reach_is_warned_of() -> None:
    process, port, said = tcp_server("--tcp", "0.0.0.0:0")
    assert "warning: 0.0.0.0 is no loopback address" in said
    socket.create_connection(("127.0.0.1", port)).close()
    assert process.wait(PATIENCE) == 1
    process.communicate()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--tcp", "127.0.0.1:http"), "must be HOST:PORT or PORT"),
        (("--tcp", "127.0.0.1:70000"), "must be HOST:PORT or PORT"),
        (("--tcp", "192.0.2.1:2087"), "192.0.2.1"),
        (("--tcp", "0", "--stdio"), "not allowed with"),
        (("--log-level", "loud"), "'loud'"),
        (("--log-file", "missing/directory/log"), "missing/directory/log"),
        (("gage.toml",), "gage.toml"),
    ],
)
def test_wrong_usage_is_refused_in_words(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = subprocess.run([*SERVER, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_log_goes_where_it_is_told_to(tmp_path: Path) -> None:
    log = tmp_path / "gage-ls.log"
    with Wire("--log-file", str(log), "--log-level", "debug") as wire:
        wire.initialize()
        wire.send(frame(b"nonsense"))
        wire.ask("shutdown")
        wire.notify("exit")
        assert wire.exit_code() == 0
        assert wire.complaints() == ""
    assert "cannot be read as JSON" in log.read_text()
    assert "textDocumentSync" in log.read_text()


def test_a_person_at_the_keyboard_is_told_what_this_is() -> None:
    keyboard, terminal = pytest.importorskip("pty").openpty()
    done = subprocess.run(SERVER, stdin=terminal, capture_output=True, text=True, check=False)
    os.close(terminal)
    os.close(keyboard)
    assert done.returncode == 2
    assert "an editor starts it" in done.stderr
    assert done.stdout == ""


@pytest.mark.unmeasured
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_without_a_traceback(sent: signal.Signals) -> None:
    with Wire() as wire:
        wire.initialize()
        wire.process.send_signal(sent)
        assert wire.exit_code() != 0
        assert "Traceback" not in wire.complaints()
