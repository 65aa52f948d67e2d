# The Ruby gem dotenv, asked over a pipe: one line of JSON for each case, one for each answer.
require "json"
require "dotenv"

$stdout.sync = true
$ran = 0

# Nothing is run: what a command would print stands in place of it.
Dotenv::Substitutions::Command.singleton_class.define_method(:`) do |_command|
  $ran += 1
  "ran"
end

def answer(case_)
  $ran = 0
  ENV.replace(case_["environ"])
  value =
    if case_["text"]
      Dotenv::Parser.call(case_["text"])
    else
      Dotenv.load(*case_["paths"])
      ENV.to_h
    end
  {value: value.to_a, ran: $ran}
rescue ScriptError, StandardError => error
  {error: error.class.name, ran: $ran}
end

puts Dotenv::VERSION
while (line = $stdin.gets)
  puts JSON.generate(answer(JSON.parse(line)))
end
