import { describe, expect, it } from 'vitest';
import { removeStage } from '../../deploy/remove-stage.ts';
import { Account } from './pretended-account.ts';

describe('removing', () => {
	it("keeps people's files unless told otherwise", async () => {
		const account = Account.deployed();

		await removeFrom(account);

		expect(account.done).toEqual(['empty the-SiteBucketName', 'remove']);
	});

	it('deletes them when told so, and only once the stack is gone', async () => {
		const account = Account.deployed();

		await removeFrom(account, { deleteData: true });

		expect(account.done).toEqual(['empty the-SiteBucketName', 'remove', 'empty the-BucketName']);
	});

	it('deletes no file when the stack stays', async () => {
		const account = Account.deployed();
		account.remove = () => Promise.reject(new Error('The stack stays.'));

		await expect(removeFrom(account, { deleteData: true })).rejects.toThrow('The stack stays.');

		expect(account.done).toEqual(['empty the-SiteBucketName']);
	});

	it('says where files are left when deleting them fails', async () => {
		const account = Account.deployed();
		const empty = account.emptyBucket.bind(account);
		account.emptyBucket = (bucket) =>
			bucket === 'the-BucketName' ? Promise.reject(new Error('The net is gone.')) : empty(bucket);

		await expect(removeFrom(account, { deleteData: true })).rejects.toThrow(
			'empty the bucket the-BucketName in the S3 console',
		);
	});

	it.each(['UPDATE_ROLLBACK_COMPLETE', 'ROLLBACK_COMPLETE'])(
		'takes away what a failed first deployment left (%s)',
		async (status) => {
			const account = Account.begun(status);

			await removeFrom(account, { deleteData: true });

			expect(account.done).toEqual(['remove']);
		},
	);

	it('does nothing where there is no stage', async () => {
		const account = Account.empty();

		await removeFrom(account, { deleteData: true });

		expect(account.done).toEqual([]);
	});

	it.each([
		[{ parameters: { DatabaseDeletionProtection: 'true' } }, "databaseDeletionProtection: 'false'"],
		[{ terminationProtection: true }, 'update-termination-protection'],
		[{ status: 'UPDATE_IN_PROGRESS' }, 'still at work'],
	])('touches nothing where AWS would refuse, and says what to do: %j', async (state, sentence) => {
		const account = Account.deployed(state);

		await expect(removeFrom(account, { deleteData: true })).rejects.toThrow(sentence);

		expect(account.done).toEqual([]);
	});

	it('touches nothing while a bastion needs the stage', async () => {
		const account = Account.deployed();

		await expect(removeFrom(account, { bastion: Account.deployed() })).rejects.toThrow(
			'cloudvault-family-bastion',
		);

		expect(account.done).toEqual([]);
	});
});

function removeFrom(account: Account, { deleteData = false, bastion = Account.empty() } = {}) {
	return removeStage({
		cloud: account,
		bastion,
		framework: account,
		stage: 'family',
		region: 'eu-central-1',
		deleteData,
		say: () => undefined,
	});
}
