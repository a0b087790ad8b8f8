/** A fenced block of a page: the words after the fence, the text inside, and the line it starts in. */
export interface Fence {
  readonly language: string
  readonly words: readonly string[]
  readonly text: string
  readonly line: number
}

export interface PageTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const FENCE = /^```([^\n]*)\n([\s\S]*?)^```[ \t]*$/gm

export function fencesOf(page: string): Fence[] {
  return [...page.matchAll(FENCE)].map((match) => {
    const [, info = '', text = ''] = match
    const [language = '', ...words] = info.trim().split(/\s+/)
    return { language, words, text, line: page.slice(0, match.index).split('\n').length }
  })
}

/** Where the links of a page lead, addresses on the web left out. */
export function relativeLinks(page: string): string[] {
  const prose = page.replaceAll(FENCE, '').replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
}

/** The names under which a page's headings can be linked to. */
export function anchorsOf(page: string): string[] {
  return [...page.replaceAll(FENCE, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}

export function tablesOf(page: string): PageTable[] {
  const blocks = page.replaceAll(FENCE, '').match(/(?:^\|.*\|[ \t]*\n)+/gm) ?? []
  return blocks.map((block) => {
    const [header = [], , ...rows] = block.trimEnd().split('\n').map(cellsOf)
    return { header, rows }
  })
}

/** What stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function markedBlock(page: string, name: string): string | undefined {
  const [, after] = page.split(`<!-- ${name} -->\n`)
  return after?.split(`<!-- /${name} -->`)[0]?.trim()
}

function cellsOf(row: string): string[] {
  return row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}
