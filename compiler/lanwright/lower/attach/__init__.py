"""Attachment strategies: how a Docker network meets the LAN, one module each, found by scanning this folder.

A strategy's module has `applies(network) -> bool`, `options(network, bridge) -> dict` (driver options as Docker takes
them), `on_lan` (whether its containers stand on the LAN itself) and `attach(scene) -> Attached` (what the host gets).
"""

from lanwright.lower.attach.strategy import Attached, Scene, Strategy, strategy_of

__all__ = ["Attached", "Scene", "Strategy", "strategy_of"]
