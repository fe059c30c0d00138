"""Keeps the settings of a session as the client has them: sent at the start, pushed, or asked for; decides nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from gage.errors import GageError
from gage_ls.language_server import GageServer
from gage_ls.settings import SECTION, read_settings

_PATIENCE = 5.0
"""Seconds."""


class NotTrustedError(GageError):
    """Something would be executed, and the person said that nothing may."""


async def until_known(ls: GageServer) -> None:
    """Wait for the answer of a client that was asked for its settings; not for ever, as it may never come."""
    if ls.settings_asked:
        await asyncio.wait([ls.settings_asked], timeout=_PATIENCE)


def refuse_untrusted(ls: GageServer) -> None:
    """Raise NotTrustedError unless the person lets things of this workspace run. Wait ``until_known`` first."""
    if not ls.settings.trust:
        raise NotTrustedError(f"nothing of this workspace is run: '{SECTION}.trust' is false; set it to true to run")


def take_settings(ls: GageServer, sent: Any) -> None:
    """Take over what a client sent; what is wrong is told, each thing once."""
    ls.settings, wrong = read_settings(sent, ls.settings)
    for words in wrong:
        if words not in ls.told:
            ls.told.add(words)
            ls.window_show_message(lsp.ShowMessageParams(type=lsp.MessageType.Warning, message=f"gage: {words}"))


def ask_for_settings(ls: GageServer) -> None:
    """Ask the client for the settings, if it can be asked."""
    if ls.client.has_settings:
        ls.settings_asked = ls.in_background(_ask(ls))


async def _ask(ls: GageServer) -> None:
    # Those of the whole workspace: a process that was let run in one folder is not kept from the others.
    item = lsp.ConfigurationItem(section=SECTION)
    try:
        sent = await ls.workspace_configuration_async(lsp.ConfigurationParams(items=[item]))
    except JsonRpcException:
        return  # one that refuses has none
    take_settings(ls, sent[0] if sent else None)


def follow_settings(ls: GageServer) -> None:
    """Ask for the settings, and to be told when they change."""
    if ls.client.registers_settings:
        options = lsp.DidChangeConfigurationRegistrationOptions(section=SECTION)
        registration = lsp.Registration(
            id="gage:settings", method=lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, register_options=options
        )
        ls.client_register_capability(lsp.RegistrationParams(registrations=[registration]))
    ask_for_settings(ls)


def settings_changed(ls: GageServer, params: lsp.DidChangeConfigurationParams) -> None:
    """Take over what was pushed, and ask: clients that can be asked push nothing, or not all of it."""
    take_settings(ls, params.settings)
    ask_for_settings(ls)
