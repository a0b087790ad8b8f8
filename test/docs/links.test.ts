import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { type GuidePage, guidePages, root } from '../support/guide-pages.ts'
import { anchorsOf, relativeLinks } from '../support/markdown.ts'

const pages = guidePages()

t.test('every link of every page leads somewhere', async (t) => {
  t.ok(pages.length >= 10, `${pages.length} pages`)
  t.ok(pages.flatMap(({ text }) => relativeLinks(text)).length >= 10, 'there are links')
  t.strictSame(pages.flatMap(deadLinks), [])
})

t.test('a link to a page or a heading that is not there is found', async (t) => {
  const text = '# A page\n\n[a](b.md) [c](#a-page) [d](#no-page) [e](https://example.org) `[f](g.md)`\n'
  t.strictSame(deadLinks({ path: 'docs/planted.md', text }), [
    'docs/planted.md: b.md',
    'docs/planted.md: #no-page',
  ])
})

function deadLinks(page: GuidePage): string[] {
  return relativeLinks(page.text)
    .filter((target) => !leadsSomewhere(page, target))
    .map((target) => `${page.path}: ${target}`)
}

function leadsSomewhere(page: GuidePage, target: string): boolean {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? page.path : join(dirname(page.path), file)
  if (file !== '' && !existsSync(join(root, path))) return false
  const text = file === '' ? page.text : pages.find((each) => each.path === path)?.text
  return anchor === undefined || (text !== undefined && anchorsOf(text).includes(anchor))
}
