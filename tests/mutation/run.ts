/** `npm run mutate`: see `HELP`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { groups } from './groups.ts';

const HELP = `Usage: npm run mutate [-- GROUP…]

Changes the code of rules in hundreds of places, one at a time, and runs the unit tests of the rule for each. A change that no
test notices is printed. At least 90 % of each group must be noticed.

Groups: ${Object.keys(groups).join(', ')} (default: all, three minutes a group on two cores, more for names)

Example: npm run mutate -- ${Object.keys(groups)[0] ?? ''}`;

const { values, positionals } = parseArgs({
	options: { help: { type: 'boolean', default: false } },
	allowPositionals: true,
});

if (values.help) console.log(HELP);
else {
	for (const name of positionals.length > 0 ? positionals : Object.keys(groups)) {
		if (!(name in groups)) throw new Error(`There is no group ${name}.`);
		console.log(`mutate: ${name}`);
		const child = spawn('stryker', ['run', 'tests/mutation/stryker.config.js'], {
			stdio: 'inherit',
			env: { ...process.env, MUTATION_GROUP: name },
		});
		const [code] = (await once(child, 'close')) as [number | null];
		if (code !== 0) process.exitCode = 1;
	}
}
