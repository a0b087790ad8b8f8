import { z } from 'zod'
import { scenarioSchema } from '../../schema/scenario-schema.ts'
import type { StoredRoute } from '../route.ts'
import {
  EVERYBODY,
  FINANCE,
  id,
  NO_PARAMETERS,
  PLANNERS,
  pageOnly,
  pageQuery,
  pageSchema,
  plainName,
  wholeNumber,
} from '../stored-fields.ts'
import { wireProblemSchema } from '../wire-problem.ts'
import { diffSchema, keptScenario, patchSchema, scenarioVersion } from './scenario-schemas.ts'
import { versionSchema } from './version-schemas.ts'

const oneScenario = z.strictObject({ scenario: id })
const saved = z.strictObject({ scenario: keptScenario, warnings: z.array(wireProblemSchema) })
const version = { version: wholeNumber.optional() } as const

/** Scenarios, and their versions, which never change. */
export const SCENARIO_ROUTES = {
  scenarios: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/scenarios',
    summary: 'The scenarios',
    description: 'Oldest first: those that are released, and drafts as far as your role sees them.',
    access: EVERYBODY,
    scope: 'read',
    params: NO_PARAMETERS,
    query: z.strictObject({
      ...pageQuery,
      year: plainName.optional(),
      name: plainName.optional(),
      state: z.enum(['draft', 'released', 'locked', 'adopted']).optional(),
    }),
    result: pageSchema(keptScenario),
  },
  createScenario: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/scenarios',
    summary: 'Keep a scenario',
    description:
      'A scenario document as `leeway bundle` writes it, or one that names what is kept by address: ' +
      '`formulas/NAME@VERSION`, `datasets/NAME@VERSION`, `scenarios/NAME@VERSION`. What it brings becomes a formula ' +
      'and datasets of their own. It is checked as `POST /v1/check` does. A principal changes the counts of their own ' +
      'schools on a base that is released.',
    access: PLANNERS,
    scope: 'write',
    params: NO_PARAMETERS,
    query: z.strictObject({
      /** That of the document unless stated. */
      name: plainName.optional(),
      /** Fiscal year, as people call it; that of the formula unless stated. */
      year: plainName.optional(),
    }),
    takes: { kind: 'document', task: 'scenario', schema: scenarioSchema },
    result: saved,
    creates: true,
    revision: 'told',
  },
  scenario: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/scenarios/{scenario}',
    summary: 'One scenario',
    description: 'Its name, its state and its newest version.',
    access: EVERYBODY,
    scope: 'read',
    params: oneScenario,
    query: NO_PARAMETERS,
    result: keptScenario,
    revision: 'told',
  },
  changeScenario: {
    kind: 'stored',
    method: 'PATCH',
    path: '/v1/scenarios/{scenario}',
    summary: 'Change the document of a scenario',
    description:
      'A JSON Patch (RFC 6902) of the newest version makes the next one, whole or not at all. It is checked like a ' +
      'new scenario.',
    access: PLANNERS,
    scope: 'write',
    params: oneScenario,
    query: NO_PARAMETERS,
    takes: { kind: 'patch', schema: patchSchema },
    result: saved,
    revision: 'needed',
  },
  replaceScenario: {
    kind: 'stored',
    method: 'PUT',
    path: '/v1/scenarios/{scenario}',
    summary: 'Give a scenario another document',
    description: 'The next version is what is sent. The versions before stay.',
    access: PLANNERS,
    scope: 'write',
    params: oneScenario,
    query: NO_PARAMETERS,
    takes: { kind: 'document', task: 'scenario', schema: scenarioSchema },
    result: saved,
    revision: 'needed',
  },
  renameScenario: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/scenarios/{scenario}/rename',
    summary: 'Rename a scenario, or give it another year',
    description: 'Its versions stay as they are.',
    access: PLANNERS,
    scope: 'write',
    params: oneScenario,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({ name: plainName.optional(), year: plainName.optional() }),
    },
    result: keptScenario,
    revision: 'needed',
  },
  scenarioVersions: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/scenarios/{scenario}/versions',
    summary: 'The versions of a scenario',
    description: 'Newest first.',
    access: EVERYBODY,
    scope: 'read',
    params: oneScenario,
    query: pageOnly,
    result: pageSchema(versionSchema),
  },
  scenarioVersion: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/scenarios/{scenario}/versions/{version}',
    summary: 'One version of a scenario',
    description: 'The document, with the addresses of what it is computed from.',
    access: EVERYBODY,
    scope: 'read',
    params: z.strictObject({ scenario: id, version: wholeNumber }),
    query: NO_PARAMETERS,
    result: scenarioVersion,
  },
  copyScenario: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/scenarios/{scenario}/copy',
    summary: 'Start a scenario from another one',
    description: 'A scenario of your own, with one version: that of the other, its newest unless stated.',
    access: PLANNERS,
    scope: 'write',
    params: oneScenario,
    query: NO_PARAMETERS,
    takes: {
      kind: 'fields',
      schema: z.strictObject({ name: plainName, year: plainName.optional(), ...version }),
    },
    result: keptScenario,
    creates: true,
    revision: 'told',
  },
  diffScenario: {
    kind: 'stored',
    method: 'GET',
    path: '/v1/scenarios/{scenario}/diff',
    summary: 'How two versions differ',
    description: 'The JSON Patch that leads from one to the other, with what each change replaces.',
    access: EVERYBODY,
    scope: 'read',
    params: oneScenario,
    query: z.strictObject({
      /** A version of this scenario. */
      from: wholeNumber,
      /** A version of this scenario, or of `other`; the newest unless stated. */
      to: wholeNumber.optional(),
      /** Another scenario. */
      other: id.optional(),
    }),
    result: diffSchema,
  },
  lockScenario: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/scenarios/{scenario}/lock',
    summary: 'Lock a scenario',
    description: 'It can be read, run and copied, and not be changed.',
    access: PLANNERS,
    scope: 'write',
    params: oneScenario,
    query: NO_PARAMETERS,
    result: keptScenario,
    revision: 'needed',
  },
  unlockScenario: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/scenarios/{scenario}/unlock',
    summary: 'Unlock a scenario',
    description: 'It can be changed again.',
    access: FINANCE,
    scope: 'write',
    params: oneScenario,
    query: NO_PARAMETERS,
    result: keptScenario,
    revision: 'needed',
  },
  releaseScenario: {
    kind: 'stored',
    method: 'POST',
    path: '/v1/scenarios/{scenario}/release',
    summary: 'Show a scenario to the district',
    description:
      'Its newest version unless another is stated, with the formula, the datasets and the scenarios that it is ' +
      'computed from. It is not taken back. A run is released by itself.',
    access: FINANCE,
    scope: 'write',
    params: oneScenario,
    query: NO_PARAMETERS,
    takes: { kind: 'fields', schema: z.strictObject(version) },
    result: keptScenario,
  },
} as const satisfies Readonly<Record<string, StoredRoute>>
