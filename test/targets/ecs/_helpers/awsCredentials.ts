import { testKey } from "../../../_helpers/testAccess";

/** Gives the tests of this suite credentials, and takes them away again. */
export function withAwsCredentials(): void {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  before(() => {
    process.env.AWS_ACCESS_KEY_ID = testKey.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = testKey.secretAccessKey;
  });
  after(() => {
    if (AWS_ACCESS_KEY_ID === undefined) delete process.env.AWS_ACCESS_KEY_ID;
    else process.env.AWS_ACCESS_KEY_ID = AWS_ACCESS_KEY_ID;
    if (AWS_SECRET_ACCESS_KEY === undefined) delete process.env.AWS_SECRET_ACCESS_KEY;
    else process.env.AWS_SECRET_ACCESS_KEY = AWS_SECRET_ACCESS_KEY;
  });
}
