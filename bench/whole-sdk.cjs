// The baseline for otp-tui's request: a text sent with the whole SDK.
const twilio = require('twilio');
const [origin, from, to] = process.argv.slice(2);
const client = twilio(process.env.TWILIO_SID, process.env.TWILIO_AUTH_TOKEN);
client.api.baseUrl = origin;
client.messages.create({ from, to, body: '12345 is your verification code.' });
