import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	scripts: Record<string, string>;
};

/** Those that are programs of ours; what npm runs by itself before another has no help of its own. */
const ours = Object.entries(scripts).filter(
	([name, script]) => script.startsWith('node ') && !name.startsWith('pre'),
);

describe('a command of package.json', () => {
	it.each(ours)(
		'%s tells its use with an example, in a pipe without colours',
		(name, script) => {
			const [, ...args] = script.split(' ');
			const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--help'], {
				encoding: 'utf8',
				env: { PATH: process.env.PATH },
			});

			expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
			expect(stdout).toMatch(/^(Usage: )?npm /);
			expect(stdout).toMatch(
				name === 'start' || name === 'dev' ? /Example: npm start/ : /Example:/,
			);
			// eslint-disable-next-line no-control-regex -- what colours begin with
			expect(stdout).not.toMatch(/\u001b/);
		},
		30_000,
	);
});
