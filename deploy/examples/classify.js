// Classifies image files with Odradek. Needs kafkajs: npm ci --prefix deploy/examples
//
//     node deploy/examples/classify.js localhost:9092 sneaker.png
//
// Prints for each file its name, a tab and its prediction. Exit code 1: a file was not sent, refused, or not answered.
const { randomUUID } = require('crypto'), { readFile } = require('fs/promises'), { extname } = require('path')
const { Kafka, logLevel } = require('kafkajs')
const [brokers, ...files] = process.argv.slice(2)
const types = { '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg' }
const waiting = new Map() // the header odradek-id -> file
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING })
const admin = kafka.admin(), producer = kafka.producer()
const consumer = kafka.consumer({ groupId: `classify-${randomUUID()}`, readUncommitted: false, maxWaitTimeInMs: 500 })
const fail = (file, why) => { console.error(`${file}: ${why}`); process.exitCode = 1 }
async function send (file) {
  const id = randomUUID(), headers = { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'odradek-id': id }
  waiting.set(id, file)
  try { // waits until the broker has the image
    await producer.send({ topic: 'images', messages: [{ key: file, value: await readFile(file), headers }] })
  } catch (error) { waiting.delete(id); fail(file, `not sent: ${error.message}`) }
}

async function answer ({ topic, message: { headers, value } }) {
  const id = String(headers['odradek-id']), file = waiting.get(id)
  if (!waiting.delete(id)) return // somebody else's, or here for the second time
  topic === 'predictions' ? console.log(`${file}\t${value}`) : fail(file, `refused: ${headers['odradek-reason']}`)
}

async function main (topics) {
  await Promise.all([admin.connect(), producer.connect(), consumer.connect(), consumer.subscribe({ topics })])
  const ends = await Promise.all(topics.map(topic => admin.fetchTopicOffsets(topic))) // answers come behind them
  await consumer.run({ autoCommit: false, eachMessage: answer })
  topics.forEach((topic, i) => ends[i].forEach(({ partition, high: offset }) => consumer.seek({ topic, partition, offset })))
  await Promise.all(files.map(send))
  for (let tenths = 0; tenths < 300 && waiting.size > 0; tenths++) await new Promise(resolve => setTimeout(resolve, 100))
  waiting.forEach(file => fail(file, 'no answer'))
}
main(['predictions', 'images-dlq']).catch(error => fail(brokers, error.message))
  .finally(() => [admin, producer, consumer].forEach(client => client.disconnect()))
