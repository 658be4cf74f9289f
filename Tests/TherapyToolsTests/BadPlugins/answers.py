from plain import Plain


class Answers(Plain):
    def follows(self, fact):
        self.answers.write(b"What is asked here?\n")
        return []


Answers().run()
