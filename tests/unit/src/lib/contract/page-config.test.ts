import { pageWithConfig } from '#contract/page-config';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const config = {
	apiUrl: 'https://api',
	region: 'eu-central-1',
	userPoolId: 'eu-central-1_abc',
	userPoolClientId: 'client',
	userPoolEndpoint: null,
	signUp: 'open',
	bucketOrigin: "https://bucket/</script><!--$&$'",
} as const;

test('the page of a deployment holds its configuration, whatever stands in it', () => {
	const page = pageWithConfig(readFileSync('src/app.html', 'utf8'), config);

	const [, written = ''] = /id="config">([^<]*)<\/script>/.exec(page) ?? [];
	expect(JSON.parse(written)).toEqual(config);
});

test('a page without a place for it stays as it is', () => {
	expect(pageWithConfig('<html></html>', config)).toBe('<html></html>');
});
