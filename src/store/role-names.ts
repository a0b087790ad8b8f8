/** What the service acts as. It owns nothing, so that row-level security binds it. */
export const APP_ROLE = 'leeway_app'

/** Owns the schemas, and cannot log in. */
export const OWNER_ROLE = 'leeway_owner'
