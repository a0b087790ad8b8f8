/** Version of the engine. A new one is a new input: a stored run keeps the bytes of the version that made it. */
export const ENGINE_VERSION = '0.1.0'

/** Shown wherever a demonstration is shown. */
export const DEMONSTRATION_NOTICE = "Demonstration, not a real district's budget"
