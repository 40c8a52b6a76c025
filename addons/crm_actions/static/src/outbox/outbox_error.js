/** What a person has to be told; its message is a whole sentence. */
export class OutboxError extends Error {}
