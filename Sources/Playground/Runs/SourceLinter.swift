import Foundation
import JSONText
import Sandboxing

/// `ownscope lint --format json` of one source text, in the workers' box.
struct SourceLinter: Sendable {
  let confinement: Confinement

  struct Failure: Error, Sendable {
    var message: String
  }

  /// The report as the program prints it. Throws why there is none.
  func report(_ request: RunRequest) throws(Failure) -> Data {
    var text: [UInt8] = []
    let end: BoxedProcess.End
    do {
      let bench = try Workbench(
        in: confinement.folder + "/runs", files: [request.language.fileName: request.source])
      let command = confinement.lintCommand(file: request.language.fileName, in: bench.source)
      end = try BoxedProcess(command).run(
        wallClock: .seconds(25), longestOutput: 8 << 20, mostMemory: 1 << 30
      ) {
        if $0 == .output { text += $1 }
      }
    } catch let error as Workbench.Failure {
      throw Failure(message: error.message)
    } catch let error as BoxedProcess.Failure {
      throw Failure(message: error.message)
    } catch {
      throw Failure(message: "\(error)")
    }
    switch end {
    // 3: some of it could not be analysed, which the report says.
    case .exited(0), .exited(3):
      return Data(confinement.withOurLesson(String(decoding: text, as: UTF8.self)).utf8)
    case .tookTooLong, .exited(137), .exited(152): throw Failure(message: "the analysis took too long")
    default: throw Failure(message: "the analysis ended early (\(end))")
    }
  }

  /// The findings of a report.
  func findings(_ request: RunRequest) throws(Failure) -> [AnalysedFinding] {
    let report = try report(request)
    guard let json = try? JSONValue(parsing: Array(report)), let findings = AnalysedFinding.read(json) else {
      throw Failure(message: "the report of the analysis cannot be read")
    }
    return findings
  }
}
