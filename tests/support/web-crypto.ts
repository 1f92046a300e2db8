import { webcrypto } from 'node:crypto';

// Every browser of ours has it; jsdom knows random numbers alone.
Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
