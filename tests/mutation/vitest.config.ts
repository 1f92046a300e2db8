import { defineConfig } from 'vitest/config';
import { currentGroup } from './groups.ts';

export default defineConfig({
	test: { environment: 'node', testTimeout: 30_000, include: [...currentGroup().tests] },
});
