"""The whole page: one file that needs nothing else, on screen and on A4 paper."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import wetview
from wetview.progress import Report, silent
from wetview.report.html import section, text
from wetview.report.learnt import comparison_section, network_section, sobol_section
from wetview.report.origin import cite_section, origin_section
from wetview.report.runs import overview_section, run_sections
from wetview.report.sample import pores_section, sample_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from wetview.report.contents import ReportContents

_STYLE = """
:root { color-scheme: light; --ink: #20272f; --quiet: #5d6975; --line: #dce2e8;
        --accent: #0f7f95; --paper: #f4f6f8; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper);
       font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 40px 48px 64px; background: #fff; }
header { border-bottom: 3px solid var(--accent); margin-bottom: 22px;
         padding-bottom: 14px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 34px 0 10px; padding-bottom: 4px;
     border-bottom: 1px solid var(--line); }
h3 { font-size: 16px; margin: 22px 0 8px; overflow-wrap: anywhere; }
p { margin: 8px 0; max-width: 76ch; }
p.quiet, figcaption, header p { color: var(--quiet); }
ul { margin: 8px 0; padding-left: 20px; max-width: 80ch; }
li { margin: 3px 0; }
table { border-collapse: collapse; width: 100%; margin: 10px 0 14px; font-size: 13.5px;
        font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--quiet); vertical-align: bottom; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); }
td.n { white-space: nowrap; }
table.pairs th { width: 46%; font-weight: 500; vertical-align: top; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 28px;
           align-items: start; }
table.pairs td { overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
         gap: 10px; margin: 14px 0; }
.tile { border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; }
.tile b { display: block; font-size: 21px; color: var(--accent); }
.tile span { color: var(--quiet); font-size: 12.5px; }
figure { margin: 10px 0; min-width: 0; }
figure img { width: 100%; height: auto; display: block; }
figcaption { font-size: 12.5px; margin-top: 4px; }
.row { display: grid; gap: 14px; align-items: end; }
.row1 { grid-template-columns: minmax(0, 620px); }
.row2 { grid-template-columns: 1fr 1fr; }
.row3 { grid-template-columns: 1fr 1fr 1fr; }
code, pre { font: 12px/1.45 ui-monospace, "SF Mono", Consolas, monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper);
      padding: 10px 12px; border-radius: 6px; }
table.files td { font-size: 12px; white-space: normal; }
nav { font-size: 13.5px; color: var(--quiet); }
nav a { color: var(--accent); text-decoration: none; margin-right: 14px; }
@media (max-width: 700px) {
  main { padding: 24px 18px; }
  .row2, .row3, .columns { grid-template-columns: 1fr; }
}
@media print {
  @page { size: A4; margin: 16mm 15mm 18mm; }
  body { background: #fff; font-size: 9.6pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  h1 { font-size: 19pt; } h2 { font-size: 13.5pt; margin-top: 18pt; }
  h3 { font-size: 11pt; }
  table { font-size: 8.4pt; }
  figcaption, .tile span { font-size: 8pt; } .tile b { font-size: 14pt; }
  h2, h3, .tiles { break-after: avoid; }
  figure, .tiles, .row, tr, li { break-inside: avoid; }
  thead { display: table-header-group; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""

_PARTS: tuple[tuple[str, Callable[[ReportContents, Report], str]], ...] = (
    ("Drawing the sample", sample_section),
    ("Drawing the pores", pores_section),
    ("Drawing the curves", overview_section),
    ("Drawing the fillings", run_sections),
    ("Comparing fillings", comparison_section),
    ("Drawing the networks", network_section),
    ("Drawing the sensitivities", sobol_section),
    ("Listing the files", origin_section),
    ("Finishing", cite_section),
)


def report_page(contents: ReportContents, *, report: Report = silent) -> str:
    """The page as HTML.

    It has every picture inside, asks the network for nothing, runs nothing, and prints
    on A4.

    Parameters
    ----------
    contents : ReportContents
        What it tells.
    report : Report
        Told before each part; may raise `Cancelled`.
    """
    parts = []
    for number, (note, make) in enumerate(_PARTS):
        report(number, len(_PARTS), note)
        parts.append(make(contents, report))
    report(len(_PARTS), len(_PARTS), "Finishing")
    left_out = section(
        "Left out",
        "<ul>" + "".join(f"<li>{text(words)}</li>" for words in contents.left_out),
        "</ul>",
    )
    body = "".join(parts) + (left_out if contents.left_out else "")
    name = contents.sample.phases.name
    now = datetime.datetime.now(datetime.UTC)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # Nothing is fetched and nothing is run, whatever a name in a file may say.
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">"
        f'<meta name="generator" content="wetview {text(wetview.__version__)}">'
        f"<title>{text(name)}: report</title><style>{_STYLE}</style></head>"
        f"<body><main><header><h1>{text(name)}</h1>"
        f"<p>Project {text(contents.project)}, {now:%d %B %Y}, "
        f"wetview {text(wetview.__version__)}</p>{_links(body)}</header>"
        f"{body}</main></body></html>\n"
    )


def _links(body: str) -> str:
    """Links to the parts that there are."""
    names = (
        ("sample", "Sample"),
        ("pores", "Pores"),
        ("fillings", "Fillings"),
        ("compared", "Compared"),
        ("networks", "Networks"),
        ("sobol", "Sensitivity"),
        ("origin", "Origin"),
        ("cite", "How to cite"),
    )
    there = [f'<a href="#{at}">{text(title)}</a>' for at, title in names
             if f'<section id="{at}">' in body]  # fmt: skip
    return f"<nav>{''.join(there)}</nav>"
