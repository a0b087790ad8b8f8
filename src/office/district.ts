import type { DISTRICT_ROUTES } from '../contract/api/routes/district.ts'
import { changeDistrict, readDistrict } from '../store/districts.ts'
import { addSchools, changeSchool, findSchool, listSchools } from '../store/schools.ts'
import { changed, done, NOT_FOUND } from './answers.ts'
import type { Handlers } from './handler.ts'
import { pageAnswer, wishOf } from './paging.ts'

/** The district and its schools. */
export const DISTRICT_HANDLERS: Handlers<keyof typeof DISTRICT_ROUTES> = {
  async district({ trx, who }) {
    const district = await readDistrict(trx, who)
    return done(district, { revision: district.revision })
  },
  async changeDistrict({ trx, who, ifMatch, fields }) {
    return changed(await changeDistrict(trx, who, ifMatch, fields), (district) => district)
  },
  async schools({ trx, query }) {
    return done(pageAnswer(await listSchools(trx, wishOf(query)), (school) => school))
  },
  async school({ trx, params }) {
    const school = await findSchool(trx, params.school)
    return school === undefined ? NOT_FOUND : done(school, { revision: school.revision })
  },
  async addSchools({ trx, who, fields }) {
    return done({ added: await addSchools(trx, who, fields.schools) })
  },
  async changeSchool({ trx, params, ifMatch, fields }) {
    return changed(await changeSchool(trx, params.school, ifMatch, fields), (school) => school)
  },
}
