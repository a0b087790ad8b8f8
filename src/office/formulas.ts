import { writtenTemplate } from '../app/formula-template.ts'
import type { FORMULA_ROUTES } from '../contract/api/routes/formulas.ts'
import { scenarioSchema } from '../contract/schema/scenario-schema.ts'
import { readFormulaVersion, saveFormula } from '../store/formulas.ts'
import { changeName, findName, listNames } from '../store/names.ts'
import { listVersions } from '../store/versions.ts'
import { changed, done, NOT_FOUND } from './answers.ts'
import { readPosted } from './computed.ts'
import type { Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'
import { namedWire, versionWire } from './version-answers.ts'

/** Formulas, by name and version. */
export const FORMULA_HANDLERS: Handlers<keyof typeof FORMULA_ROUTES> = {
  async formulas({ trx, query }) {
    return done(pageAnswer(await listNames(trx, 'formula', wishOf(query)), namedWire))
  },
  async saveFormula({ trx, who, tools, posted, query }) {
    const bytes = posted?.bytes ?? new Uint8Array(0)
    const read = await readPosted(trx, tools, {
      task: 'formula',
      bytes,
      form: posted?.form === 'yaml' ? 'yaml' : 'json',
    })
    if (read.kind === 'refused') return read
    const { name: own, content, hash } = read.value
    const name = query.name ?? own
    const saved = await saveFormula(trx, who, { name, content, hash, sameContent: 'taken-as-newest' })
    return done({ ...saved, name }, { location: `/v1/formulas/${saved.id}/versions/${saved.version}` })
  },
  async formula({ trx, params }) {
    const found = await findName(trx, 'formula', params.formula)
    return found === undefined ? NOT_FOUND : done(namedWire(found), { revision: found.revision })
  },
  async changeFormula({ trx, params, ifMatch, fields }) {
    return changed(await changeName(trx, 'formula', params.formula, ifMatch, fields), namedWire)
  },
  async formulaVersions({ trx, params, query }) {
    if ((await findName(trx, 'formula', params.formula)) === undefined) return NOT_FOUND
    const page = await listVersions(trx, 'formula', params.formula, wishOf(query))
    return done(pageAnswer(page, versionWire))
  },
  async formulaVersion({ trx, params }) {
    const found = await readFormulaVersion(trx, { id: params.formula, version: Number(params.version) })
    if (found === undefined) return NOT_FOUND
    // As it was held against the schema when it was kept.
    return done({ ...versionWire(found), document: JSON.parse(found.content) })
  },
  async formulaTemplate({ trx, params, form }) {
    const found = await readFormulaVersion(trx, { id: params.formula, version: Number(params.version) })
    if (found === undefined) return NOT_FOUND
    const { formula } = scenarioSchema.parse(JSON.parse(found.content))
    if (typeof formula !== 'object') throw new Error('a formula that is kept stands in its own document')
    const template = await writtenTemplate(formula, form === 'xlsx' ? 'xlsx' : 'csv')
    return done('', typeof template === 'string' ? { text: template } : { bytes: template })
  },
}
