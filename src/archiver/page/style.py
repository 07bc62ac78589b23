# SPDX-License-Identifier: Apache-2.0
"""The style of all pages: text in the middle, names beside it, calm in light, in dark, on a phone and on paper."""

from __future__ import annotations

STYLE = """
:root{--paper:#fdfcf9;--ink:#1d1b18;--soft:#5f5a52;--line:#dcd6ca;--panel:#f5f2ea;--link:#1a4f8b;
--good:#1f5f2b;--fair:#6f4e00;--bad:#9b1c1c;--off:#b9b3a7;
--c1:#1f4e8c;--c2:#96330f;--c3:#235f2a;--c4:#63309a;--c5:#0a606b;--c6:#725000;--c7:#931d5d;--c8:#44506b;--c0:#5f5a52;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L","Book Antiqua","Source Serif 4","Noto Serif",
"Liberation Serif",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Helvetica,Arial,sans-serif;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;
--margin:11.5rem}
@media (prefers-color-scheme:dark){:root{--paper:#17181a;--ink:#e8e4dc;--soft:#aaa499;--line:#3a3b3d;--panel:#202225;
--link:#8fb9f0;--good:#8fce93;--fair:#e3bd6a;--bad:#ff9c92;--off:#5c5952;
--c1:#8fb9f2;--c2:#f2a884;--c3:#92cf96;--c4:#caa6f2;--c5:#74cbd6;--c6:#e0ba66;--c7:#f09ac6;--c8:#b0bcd8;--c0:#aaa499}}
*{box-sizing:border-box}
html{font-size:106.25%;-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font-family:var(--serif);line-height:1.6;
overflow-wrap:anywhere;font-kerning:normal}
body>header,body>nav,main,body>footer{max-width:54rem;margin-inline:auto;padding-inline:1.25rem}
main section{padding-left:calc(var(--margin) + 1.5rem);margin-top:3.5rem}
body>header,body>nav.contents,body>footer{padding-left:calc(var(--margin) + 2.75rem)}
body>header{padding-top:3.5rem}
h1{font-weight:500;font-size:2rem;line-height:1.2;margin:.15em 0 .4em;text-wrap:balance}
h2{font-weight:500;font-size:1.35rem;line-height:1.3;margin:0 0 1rem;padding-bottom:.3rem;
border-bottom:1px solid var(--line)}
h3{font-weight:600;font-size:1rem;margin:1.5rem 0 .5rem}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.15em}
a:focus-visible,input:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);
outline-offset:2px;border-radius:2px}
.kicker,.authors,.versions,.note,.ground,.where,.contents,.filters,.sure,.tag,.state,footer,th,td,summary{
font-family:var(--sans)}
.kicker,.versions{font-size:.82rem;color:var(--soft);margin:.2rem 0}
.kicker{letter-spacing:.02em}
.authors{font-size:.95rem}
.abstract{font-style:italic;color:var(--soft);margin:.8rem 0}
.note{font-size:.82rem;line-height:1.5;color:var(--soft);margin:.25rem 0 .5rem}
.state{border-left:4px solid;padding:.5rem .9rem;margin:1.4rem 0 0;background:var(--panel);font-size:.88rem}
.state.good{border-color:var(--good)}.state.good strong{color:var(--good)}
.state.fair{border-color:var(--fair)}.state.fair strong{color:var(--fair)}
.state.bad{border:2px solid var(--bad);border-left-width:8px}.state.bad strong{color:var(--bad)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem;z-index:9}
.contents ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;padding:0;margin:1.4rem 0 0;font-size:.86rem}
.filters{font-size:.82rem;margin:0 0 1.8rem}
fieldset{border:0;padding:0;margin:0 0 .5rem;display:flex;flex-wrap:wrap;gap:.15rem 1rem;align-items:baseline}
legend{float:left;color:var(--soft);width:6.2rem;padding:0}
label{cursor:pointer;display:inline-flex;gap:.35rem;align-items:baseline}
input[type=radio]{accent-color:var(--link);margin:0;align-self:center}
.count{color:var(--soft)}
.swatch{width:.8em;height:.8em;border-radius:50%;background:var(--c);align-self:center;flex:none}
.t0{--c:var(--c0)}.t1{--c:var(--c1)}.t2{--c:var(--c2)}.t3{--c:var(--c3)}.t4{--c:var(--c4)}
.t5{--c:var(--c5)}.t6{--c:var(--c6)}.t7{--c:var(--c7)}.t8{--c:var(--c8)}
.transcript{font-size:1.1rem;line-height:1.72;hanging-punctuation:first}
.transcript p{margin:0;white-space:pre-wrap;position:relative}
.transcript p::after{content:"";display:block;clear:both}
.said{border-bottom:1.5px solid var(--c);background:color-mix(in srgb,var(--c) 6%,transparent);
-webkit-box-decoration-break:clone;box-decoration-break:clone;padding:.05em 0}
.said.d{border-bottom-style:dashed}
.said::before{content:attr(data-n);font:600 .62em/1 var(--sans);vertical-align:.55em;color:var(--c);
padding-inline:.1em .2em;unicode-bidi:isolate}
.mark{float:left;clear:left;margin-left:calc(0rem - var(--margin) - 1.5rem);width:var(--margin);text-align:right;
color:var(--c);font:500 .76rem/1.35 var(--sans);text-decoration:none;padding:.42rem 0 .1rem;direction:ltr;
text-indent:0;white-space:normal;position:relative;z-index:1}
.mark::before{content:attr(data-name) "\\2002" attr(data-n);unicode-bidi:isolate}
.mark:hover::before,.mark:focus-visible::before{text-decoration:underline}
.mark:hover::after,.mark:focus-visible::after,.said:hover:not(:has(.said:hover))>.mark::after{content:attr(data-card);
position:absolute;left:0;top:100%;width:calc(var(--margin) + .6rem);white-space:pre-line;text-align:left;
background:var(--paper);
color:var(--ink);border:1px solid var(--c);border-left-width:4px;padding:.5rem .7rem;font:400 .8rem/1.45 var(--sans);
box-shadow:0 3px 14px rgb(0 0 0/.18);z-index:5;unicode-bidi:isolate}
.phrase{font-style:inherit}
.why{text-decoration:underline dotted 1px;text-underline-offset:.2em;text-decoration-color:var(--soft)}
.turn{display:inline-block;direction:ltr;unicode-bidi:isolate}
.turn::before{content:attr(data-code);font:600 .6em/1 var(--mono);border:1px solid var(--bad);color:var(--bad);
padding:.1em .25em;margin-inline:.15em;vertical-align:.2em}
:target{scroll-margin-top:3rem}
.mark:target::before{background:var(--c);color:var(--paper);padding:.1em .4em;border-radius:3px}
.attributions{list-style:none;padding:0;margin:1.5rem 0 0}
.att{border-left:3px solid var(--c);padding:.1rem 0 .1rem 1.1rem;margin:0 0 1.6rem;position:relative}
.att.d{border-left-style:dashed}
.att:target{background:color-mix(in srgb,var(--c) 9%,transparent);outline:2px solid var(--c);outline-offset:.4rem}
.att p{margin:.3rem 0;font-size:.9rem}
.att .who{font-size:1rem;display:flex;flex-wrap:wrap;gap:.1rem .9rem;align-items:baseline}
.no{font-family:var(--sans);font-size:.8rem;color:var(--c);min-width:1.2rem}
.att .where{font-size:.78rem}
.name{color:var(--c,inherit);font-weight:600}
.sure{font-size:.8rem;color:var(--soft)}
.tag{font-size:.72rem;font-weight:600;letter-spacing:.03em;color:var(--fair);border:1px dashed currentcolor;
padding:.05em .5em;border-radius:1em}
blockquote{margin:.35rem 0}
.where,.id{font-size:.78rem;color:var(--soft)}
code,pre{font-family:var(--mono);font-size:.82em}
.id{font-size:.76rem}
pre{overflow:auto;background:var(--panel);padding:.8rem 1rem;line-height:1.45;white-space:pre-wrap;max-height:28rem}
dl.facts{display:grid;grid-template-columns:minmax(7rem,10rem) 1fr;gap:.55rem 1.2rem;margin:0}
dl.facts dt{font-family:var(--sans);font-size:.82rem;color:var(--soft);padding-top:.2rem}
dl.facts dt.again{visibility:hidden}
dl.facts dd{margin:0}
.value{margin-right:.7rem}
.ground{font-size:.76rem;color:var(--soft)}
.styles dt{font-family:var(--sans);font-size:.82rem;color:var(--soft);margin-top:.8rem}
.styles dd{margin:0}
details{margin:.5rem 0}
summary{cursor:pointer;font-size:.9rem;padding:.15rem 0}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.84rem}
th{overflow-wrap:normal}
th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);
font-weight:400}
thead th{color:var(--soft)}
td.r-passed{color:var(--good);white-space:nowrap}td.r-failed{color:var(--bad);font-weight:600;white-space:nowrap}
td.r-warned,td.r-not_run{color:var(--fair);white-space:nowrap}
.people{list-style:none;padding:0;margin:0}.people li{margin:0 0 .8rem}
.findings{padding-left:1.1rem}.findings strong{color:var(--bad)}
.history img{max-width:none;width:calc(100% + var(--margin) + 1.5rem);margin-left:calc(0rem - var(--margin) - 1.5rem);
height:auto;background:#fff;border:1px solid var(--line)}
.history ol{font-size:.9rem}
.pages ul{list-style:none;display:flex;gap:.2rem 1.2rem;flex-wrap:wrap;padding:0;margin:0 0 1.6rem;
font:.84rem var(--sans)}
.pages a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
.shelf>header,.shelf>main,.shelf>footer{max-width:46rem;padding-left:1.25rem}
.shelf main section{padding-left:0;margin-top:2.2rem}
.shelf h2{margin-top:2.5rem}
.entries{list-style:none;padding:0;margin:0}
.entry{padding:0 0 1.5rem;margin:0 0 1.5rem;border-bottom:1px solid var(--line)}
.entry[hidden]{display:none}
.entry h3{font-size:1.2rem;font-weight:500;margin:0;line-height:1.35}
.entry h3 a{text-decoration:none}.entry h3 a:hover{text-decoration:underline}
.entry p{margin:.25rem 0}.entry .abstract{font-size:.95rem}
.tag.bad{color:var(--bad);border-style:solid}
#search{margin:2rem 0 0;font-family:var(--sans)}
#search label{display:block;font-size:.82rem;color:var(--soft);margin-bottom:.3rem}
#search input{width:100%;font:1rem var(--sans);padding:.55rem .8rem;color:var(--ink);background:var(--panel);
border:1px solid var(--soft);border-radius:3px}
#found{font-size:.82rem;color:var(--soft);min-height:1.2em;margin:.3rem 0}
footer{margin-top:4rem;padding-block:1.2rem 3rem;font-size:.78rem;color:var(--soft)}
body:has(#f-d:checked) .said:not(.d),body:has(#f-p:checked) .said:not(.p){--c:var(--off);background:none}
body:has(#f-d:checked) .said:not(.d)>.mark,body:has(#f-p:checked) .said:not(.p)>.mark{visibility:hidden}
body:has(#f-d:checked) .att:not(.d),body:has(#f-p:checked) .att:not(.p){display:none}
@media screen and (max-width:52rem){
html{font-size:100%}
main section,body>header,body>nav.contents,body>footer{padding-left:0}
body>header,body>nav.contents,body>footer{padding-left:1.25rem}
body>header{padding-top:1.8rem}h1{font-size:1.6rem}
.transcript{font-size:1.06rem;line-height:1.75}
.said::before{content:none}
.history img{width:100%;margin:0}
.mark{float:none;margin:0;width:auto;padding:0 .3em 0 0;font-size:.7rem;vertical-align:.1em;display:inline}
.mark:hover::after,.mark:focus-visible::after,.said:hover:not(:has(.said:hover))>.mark::after{width:min(15rem,80vw);
top:1.6em}
legend{float:none;width:100%}
dl.facts{grid-template-columns:1fr;gap:.1rem}dl.facts dt{padding-top:.6rem}dl.facts dt.again{display:none}
}
@media print{
:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--link:#000;--good:#1f5f2b;--fair:#6f4e00;--bad:#9b1c1c;
--c1:#1f4e8c;--c2:#96330f;--c3:#235f2a;--c4:#63309a;--c5:#0a606b;--c6:#725000;--c7:#931d5d;--c8:#44506b;--c0:#444;
--margin:8.5rem}
@page{margin:2cm 1.8cm}
html{font-size:10pt}
.skip,.contents,.pages,.filters,#search,.mark::after{display:none!important}
body>header{padding-top:0}
body>header,main,body>footer{max-width:none;padding-inline:0}
body>header,body>footer,main section{padding-left:calc(var(--margin) + 1.5rem)}
.said{background:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.att,dd,tr,.state,li{break-inside:avoid}h2,h3,dt{break-after:avoid}
pre{max-height:none;white-space:pre-wrap}
.transcript p{orphans:3;widows:3}
.history img{width:auto;max-width:calc(100% + var(--margin) + 1.5rem);max-height:19cm}
}
@media (prefers-contrast:more){:root{--soft:var(--ink);--line:var(--ink)}.said{background:none}}
"""
