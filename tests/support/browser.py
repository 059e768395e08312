"""What Chromium shows of a page: where each character stands."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

CHROMIUM = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--virtual-time-budget=20000", "--window-size=640,900"),
)
# For each element that a selector finds, in bodies of some widths: its lines from above, each with
# its characters from the left, and whether it sticks out of what it stands in.
MEASURE = """
const lines = (element) => {
  const size = parseFloat(getComputedStyle(element).fontSize);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node; (node = walker.nextNode()); ) {
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const boxes = range.getClientRects();
      if (!boxes.length) continue;
      const box = boxes[boxes.length - 1];
      const middle = (box.top + box.bottom) / 2;
      let line = found.find((line) => Math.abs(line.middle - middle) < 0.6 * size);
      if (!line) found.push((line = { middle, signs: [] }));
      line.signs.push([box.left, node.data[at]]);
    }
  }
  found.sort((one, other) => one.middle - other.middle);
  for (const line of found) line.signs.sort((one, other) => one[0] - other[0]);
  return found.map((line) => line.signs.map(([, sign]) => sign).join(""));
};
const sticksOut = (element) => {
  let block = element.parentElement;
  while (getComputedStyle(block).display === "inline") block = block.parentElement;
  const [inner, outer] = [element, block].map((each) => each.getBoundingClientRect());
  return inner.left < outer.left - 1 || inner.right > outer.right + 1;
};
document.fonts.ready.then(() => {
  const told = {};
  for (const [selector, width] of WANTED) {
    document.body.style.width = width + "px";
    told[`${selector} ${width}`] = [...document.querySelectorAll(selector)].map((element) => ({
      lang: element.closest("[lang]").lang,
      text: element.textContent,
      lines: lines(element),
      over: sticksOut(element),
    }));
  }
  document.body.innerHTML = '<pre id="told"></pre>';
  document.getElementById("told").textContent = JSON.stringify(told);
});
"""


def measured(
    html: str, wanted: Sequence[tuple[str, int]], folder: Path
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return what is shown of elements, by selector and width of the body in px.

    The page's policy, which forbids scripts, is left out.
    """
    script = f"<script>const WANTED = {json.dumps(wanted)};{MEASURE}</script>"
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    path = folder / "page.html"
    path.write_text(page.replace("</html>", f"{script}</html>"), "utf-8")
    command = [*CHROMIUM, "--dump-dom", path.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)
    assert found, shown[-2000:]
    told: dict[str, list[dict[str, Any]]] = json.loads(unescape(found[1]))
    return told
