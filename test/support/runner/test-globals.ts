const globals = Reflect.get(globalThis, Symbol.for('passgraph.test-globals'));

/** What `@jest/globals` exports to the modules of the file that runs. */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } = globals;
