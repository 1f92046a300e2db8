import { unzipSync } from 'fflate';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { property, readTemplate, resourcesOf, text } from './template.ts';

const template = readTemplate();
const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);

/** Bytes of a bundle, gzipped: a cold start unpacks and parses all of it. */
const BUNDLE_MAX_BYTES = 200_000;

function zipOf(logicalId: string): string {
	const key = text(property(template, `${logicalId}.Code.S3Key`));
	return `.serverless/${key.slice(key.lastIndexOf('/') + 1)}`;
}

/** `lambdas/handlers/vault.handler` → `lambdas/handlers/vault` */
function moduleOf(logicalId: string): string {
	return text(property(template, `${logicalId}.Handler`)).replace(/\.handler$/, '');
}

describe.each(functions)('the bundle of %s', (id) => {
	it('comes from a handler of that name and holds it alone, without a source map', () => {
		expect(existsSync(`${moduleOf(id)}.ts`)).toBe(true);
		expect(Object.keys(unzipSync(readFileSync(zipOf(id))))).toEqual([`${moduleOf(id)}.mjs`]);
	});

	it('is small enough to start quickly', () => {
		const [bundle = new Uint8Array()] = Object.values(unzipSync(readFileSync(zipOf(id))));

		expect(gzipSync(bundle).length).toBeLessThanOrEqual(BUNDLE_MAX_BYTES);
	});
});

describe('the handlers', () => {
	it('are all named by a function', () => {
		const declared = functions.map((id) => `${moduleOf(id)}.ts`);
		const present = readdirSync('lambdas/handlers').map((file) => `lambdas/handlers/${file}`);

		expect(present.filter((file) => !declared.includes(file))).toEqual([]);
	});
});
