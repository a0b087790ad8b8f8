import { sha256 } from '@noble/hashes/sha2.js'

/** Paper that the pages are cut for. */
export const PAPERS = ['letter', 'a4'] as const
export type Paper = (typeof PAPERS)[number]

const COMMON = `
*{box-sizing:border-box}
body{margin:0;background:#e8e8e8;color:#111;font:9pt/1.3 Arimo,"Liberation Sans",Arial,Helvetica,sans-serif}
.page{background:#fff;max-width:52rem;margin:1rem auto;padding:2rem}
header p,footer p{margin:0;color:#444}
.notice{font-weight:bold;color:#7a3d00}
h1,h2{margin:0;font-size:15pt;line-height:1.2}
h1{max-width:52rem;margin:1rem auto}
h3{margin:.9em 0 .2em;font-size:10pt}
h3,caption{text-align:left;font-weight:bold}
table{border-collapse:collapse;width:100%;margin:.9em 0 0}
caption{font-size:10pt;padding-bottom:.2em}
th,td{padding:1px .5em 1px 0;vertical-align:top;text-align:left;font-weight:normal;overflow-wrap:anywhere}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1px solid #111;color:#444}
tbody tr{border-bottom:1px solid #ddd}
tfoot th,tfoot td{border-top:1px solid #111;font-weight:bold}
.number{padding-right:.9em;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.short{white-space:nowrap}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.5em 1em;margin:.8em 0 0}
dt{color:#444;font-size:8pt}
dd{margin:0;font-size:12pt;font-weight:bold}
.alert{border:2px solid #a00;color:#a00;padding:.4em .8em;margin:.8em 0 0;font-weight:bold}
.alert p{margin:.2em 0}
ul{margin:.2em 0 0;padding-left:1.2em}
.small{font-size:8pt;color:#444;margin:.2em 0 0}
footer{margin-top:1.2em;font-size:8pt}
@media print{h1{display:none}body{background:none}.page{max-width:none;margin:0;padding:0;break-after:page}.page:last-child{break-after:auto}
tr,dl>div,.alert{break-inside:avoid}thead{display:table-header-group}tfoot{display:table-row-group}body{font-size:8pt}
h3,table,dl,.alert,footer{margin-top:.6em}dd{font-size:11pt}th,td{padding-top:0;padding-bottom:0}footer{font-size:6.5pt}}
`

const SIZES: Readonly<Record<Paper, string>> = { letter: 'letter', a4: 'A4' }

/** The style of the page, for screens and for paper of this size. */
export function boardStyle(paper: Paper): string {
  return `${COMMON}@page{size:${SIZES[paper]};margin:12mm}\n`
}

/** What a Content-Security-Policy allows for the page: its own style, known by its hash, and nothing else. */
export function boardPolicy(paper: Paper): string {
  const hash = sha256(new TextEncoder().encode(boardStyle(paper)))
  const base64 = btoa(String.fromCharCode(...hash))
  return `default-src 'none'; style-src 'sha256-${base64}'; base-uri 'none'; form-action 'none'`
}

/** The same for the header of an answer, where a page can also forbid that it is framed. */
export function servedBoardPolicy(paper: Paper): string {
  return `${boardPolicy(paper)}; frame-ancestors 'none'`
}
