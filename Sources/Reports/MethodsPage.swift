internal import JSONL
internal import Records

/// What every number means: formula, unit, annualisation and whose definition it is.
struct MethodsPage {
    let frame: Frame

    var page: Page {
        var chapters: [String] = []
        for definition in frame.content.definitions where !chapters.contains(definition.chapter) {
            chapters.append(definition.chapter)
        }
        return frame.page(
            "methods/index.html", template: "methods", title: "Methods", section: "methods",
            [
                (
                    "chapters",
                    .list(
                        chapters.map { chapter in
                            [
                                "chapter": .text(chapter),
                                "methods": .list(
                                    frame.content.definitions.filter { $0.chapter == chapter }
                                        .map(method)),
                            ]
                        })
                )
            ])
    }

    private func method(_ definition: MeasureDefinition) -> JSONValue {
        [
            "anchor": .text(anchor(definition.name)), "name": .text(definition.name),
            "title": .text(definition.title), "formula": .text(definition.formula),
            "unit": .text(
                definition.unit == "currency" ? "the run's stake currency" : definition.unit),
            "annualisation": definition.annualisation.map(JSONValue.text) ?? .null,
            "source": .text(definition.source),
        ]
    }
}
