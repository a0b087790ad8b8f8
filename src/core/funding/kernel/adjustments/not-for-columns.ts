/** A run for the reference: something fails, binds too hard, or is no whole number of cents in a float. */
export class NotForColumns extends Error {}
