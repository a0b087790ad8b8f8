import { FORMS, type Form } from '../contract/api/route.ts'

const MOST_RANGES = 32

/** The form that a request accepts best, of those that a route gives; none, if it accepts none of them. */
export function acceptedForm(accept: string | undefined, forms: readonly Form[]): Form | undefined {
  if (accept === undefined || accept.trim() === '') return forms[0]
  const ranges = accept.split(',', MOST_RANGES).map(readRange)
  const rated = forms.map((form) => ({ form, quality: qualityOf(FORMS[form], ranges) }))
  const best = rated.reduce((a, b) => (b.quality > a.quality ? b : a))
  return best.quality > 0 ? best.form : undefined
}

interface Range {
  readonly type: string
  readonly quality: number
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const stated = parameters.find((each) => each.startsWith('q='))?.slice(2)
  const quality =
    stated === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(stated) ? Number(stated) : 0
  return { type, quality }
}

/** The quality that the most exact range gives a type. */
function qualityOf(media: string, ranges: readonly Range[]): number {
  const group = `${media.slice(0, media.indexOf('/'))}/*`
  for (const wanted of [media, group, '*/*']) {
    const found = ranges.find(({ type }) => type === wanted)
    if (found !== undefined) return found.quality
  }
  return 0
}
