package io.zaaky.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Ways in which a server can return wrong vectors. */
public enum WrongVectors implements UnaryOperator<List<float[]>> {
    ONE_TOO_FEW {
        @Override
        public List<float[]> apply(List<float[]> right) {
            return right.subList(1, right.size());
        }
    },
    ONE_TOO_MANY {
        @Override
        public List<float[]> apply(List<float[]> right) {
            List<float[]> more = new ArrayList<>(right);
            more.add(right.getFirst());
            return more;
        }
    },
    NOT_A_NUMBER {
        @Override
        public List<float[]> apply(List<float[]> right) {
            return last(right, with(right.getLast(), Float.NaN));
        }
    },
    INFINITE {
        @Override
        public List<float[]> apply(List<float[]> right) {
            return last(right, with(right.getLast(), Float.POSITIVE_INFINITY));
        }
    },
    ZERO {
        @Override
        public List<float[]> apply(List<float[]> right) {
            return last(right, new float[right.getLast().length]);
        }
    },
    ANOTHER_SIZE {
        @Override
        public List<float[]> apply(List<float[]> right) {
            return last(right, new float[] {0, 1, 0});
        }
    };

    private static float[] with(float[] vector, float number) {
        float[] wrong = vector.clone();
        wrong[1] = number;
        return wrong;
    }

    private static List<float[]> last(List<float[]> right, float[] wrong) {
        List<float[]> all = new ArrayList<>(right);
        all.set(all.size() - 1, wrong);
        return all;
    }
}
